"""Opens a bundle with tools that we did not write, as far as they are installed here.

npm `age-encryption` opens the envelope with the exported identity, `tar` unpacks,
`sha256sum` compares the digests, `ssh-keygen` verifies the signature.
"""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from app.places import root
from app.words import translate

BAG = "daftar-bundle"
TAR_FILE = "bundle.tar"
NAMESPACE = "daftar-bundle@1"
SENDER = "sender"
TIMEOUT_SECONDS = 60

# Reads the passphrase from standard input; node finds the package from its working directory.
OPEN_ENVELOPE = """
import { readFileSync, writeFileSync } from "node:fs";
import { Decrypter } from "age-encryption";
const [identityFile, bundle, target] = process.argv.slice(1);
const unlock = new Decrypter();
unlock.addPassphrase(readFileSync(0, "utf8"));
const text = await unlock.decrypt(readFileSync(identityFile), "text");
const open = new Decrypter();
open.addIdentity(text.split("\\n").find((line) => line.startsWith("AGE-SECRET-KEY-PQ-")));
writeFileSync(target, await open.decrypt(readFileSync(bundle)));
"""


class SecondOpinionError(Exception):
    """A tool that we did not write disagrees with us: a bug of ours. Says which tool."""


def open_with_standard_tools(bundle: Path, identity: Path, passphrase: str, folder: Path) -> dict[str, str]:
    """Open `bundle` in `folder` and return what each tool found, by the tool's name.

    `identity` is the age identity as exported under `passphrase`. Where a tool is not
    installed, it and what needs its result are left out, and named so.
    """
    folder.mkdir()
    bag = folder / BAG
    absent = translate("not installed here")
    packages = root() / "tests" / "interop"
    if shutil.which("node") is None or not (packages / "node_modules" / "age-encryption").is_dir():
        return {"age-encryption": absent}
    paths = (str(path.resolve()) for path in (identity, bundle, folder / TAR_FILE))
    _call(
        "age-encryption",
        ("node", "--input-type=module", "--eval", OPEN_ENVELOPE, "--", *paths),
        packages,
        passphrase.encode(),
    )
    found = {"age-encryption": translate("opened the envelope")}
    if shutil.which("tar") is None:
        return found | {"tar": absent}
    _call("tar", ("tar", "--extract", "--file", TAR_FILE), folder)
    found["tar"] = translate("unpacked it")
    if shutil.which("sha256sum") is None:
        found["sha256sum"] = absent
    else:
        for manifest in ("tagmanifest-sha256.txt", "manifest-sha256.txt"):
            _call("sha256sum", ("sha256sum", "--check", "--strict", "--quiet", manifest), bag)
        found["sha256sum"] = translate("every digest fits")
    if shutil.which("ssh-keygen") is None:
        found["ssh-keygen"] = absent
    else:
        _verify_signature(bag)
        found["ssh-keygen"] = translate("the signature is the sender's")
    return found


def _verify_signature(bag: Path) -> None:
    """`ssh-keygen -Y verify` of the signature over the tag manifest, with the sender's own key."""
    signers = bag.parent / "allowed_signers"
    signers.write_text(f"{SENDER} {(bag / 'sender.pub').read_text('ascii')}", "ascii")
    names = ("-f", "../allowed_signers", "-I", SENDER, "-n", NAMESPACE, "-s", "signature.sshsig")
    signed = (bag / "tagmanifest-sha256.txt").read_bytes()
    _call("ssh-keygen", ("ssh-keygen", "-Y", "verify", *names), bag, signed)


def _call(tool: str, command: Sequence[str], folder: Path, given: bytes = b"") -> None:
    ended = subprocess.run(
        command, cwd=folder, input=given, capture_output=True, check=False, timeout=TIMEOUT_SECONDS
    )
    if ended.returncode:
        raise SecondOpinionError(tool)
