// A second opinion: one JSON request on standard input, one JSON answer on standard output.
// Bytes travel as base64. What does not verify or open is {"refused": true}.
import { readFileSync } from 'node:fs';
import { Decrypter, Encrypter } from 'age-encryption';
import { gcm } from '@noble/ciphers/aes.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { argon2id } from '@noble/hashes/argon2.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa.js';

const SEALED_CHUNK_BYTES = 65536 + 16;
const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64'));
const text = (data) => Buffer.from(data).toString('base64');
const utf8 = (value) => new TextEncoder().encode(value);

// RFC 8785 for what a slot holds: integers, short strings, objects.
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}

function openSlot({ vault_id, slot, secret }) {
  const salt = bytes(slot.salt);
  const key = slot.kind === 'passphrase'
    ? argon2id(bytes(secret), salt, { t: slot.kdf.passes, m: slot.kdf.memory_kib, p: slot.kdf.lanes, dkLen: 32 })
    : hkdf(sha256, bytes(secret), salt, utf8('daftar-recovery@1'), 32);
  const { ciphertext, ...bare } = slot;
  const context = utf8(canonical({ format: 1, vault_id, slot: bare }));
  return text(gcm(key, bytes(slot.nonce), context).decrypt(bytes(ciphertext)));
}

function deriveKey({ master_key, vault_id, label, length }) {
  const salt = new Uint8Array(Buffer.from(vault_id.replaceAll('-', ''), 'hex'));
  return text(hkdf(sha256, bytes(master_key), salt, utf8(label), length));
}

function openBlob({ blob, blob_key, size_bytes }) {
  const data = bytes(blob);
  if (data[0] !== 1) throw new Error('version');
  const key = hkdf(sha256, bytes(blob_key), data.subarray(1, 17), utf8('daftar-blob@1'), 32);
  const chunks = [];
  for (let at = 17, index = 0; at < data.length; at += SEALED_CHUNK_BYTES, index += 1) {
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setUint32(7, index);
    nonce[11] = at + SEALED_CHUNK_BYTES >= data.length ? 1 : 0;
    chunks.push(chacha20poly1305(key, nonce).decrypt(data.subarray(at, at + SEALED_CHUNK_BYTES)));
  }
  const plain = Buffer.concat(chunks);
  if (plain.subarray(size_bytes).some((byte) => byte !== 0)) throw new Error('padding');
  const digest = sha256(plain.subarray(0, size_bytes));
  return { sha256: Buffer.from(digest).toString('hex'), padded_bytes: plain.length };
}

async function openAge({ data, identity, passphrase }) {
  const decrypter = new Decrypter();
  if (identity) decrypter.addIdentity(identity);
  if (passphrase) decrypter.addPassphrase(passphrase);
  return text(await decrypter.decrypt(bytes(data)));
}

async function sealAge({ data, recipients, passphrase }) {
  const encrypter = new Encrypter();
  for (const recipient of recipients ?? []) encrypter.addRecipient(recipient);
  if (passphrase) encrypter.setPassphrase(passphrase);
  return text(await encrypter.encrypt(bytes(data)));
}

function verifyMlDsa({ signature, message, context, key }) {
  if (!ml_dsa65.verify(bytes(signature), bytes(message), bytes(key), { context: utf8(context) })) {
    throw new Error('signature');
  }
  return true;
}

function signMlDsa({ seed, message, context }) {
  const { secretKey, publicKey } = ml_dsa65.keygen(bytes(seed));
  return { signature: text(ml_dsa65.sign(bytes(message), secretKey, { context: utf8(context) })), key: text(publicKey) };
}

const commands = { openSlot, deriveKey, openBlob, openAge, sealAge, verifyMlDsa, signMlDsa };
const request = JSON.parse(readFileSync(0, 'utf8'));
let answer;
try {
  answer = { answer: await commands[request.command](request) };
} catch (error) {
  answer = { refused: true, why: String(error) };
}
process.stdout.write(JSON.stringify(answer));
