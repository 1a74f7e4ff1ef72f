"""What people call days, months, parts of them and their order, in five languages at once.

People mix languages, so one table serves all of them. A row is a tag, a value, and the words that
have them: apart by spaces, a phrase joined by `_`, `kk:` before a word that means this in Kazakh only.
Words are compared as `names.fold` leaves them. A word that may be declined stands as its stem;
ENDINGS lists what may follow. What a tag may stand beside is the business of `date_grammar`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from app.domain.names import fold

PIECES = re.compile(r"[0-9]+|[^\W\d_]+|\S")
"""What a text falls into: a number, a word, or any other sign."""


class Meaning(NamedTuple):
    """One meaning of a word: what kind of thing it names, and which; `language` where in one only."""

    tag: str
    value: str
    language: str = ""


_TABLE = """
FILLER -      the of in on during sometime в во на числа день в_течение течение за весь айы айында
FILLER -      айынын күні күнгі күнү дар моҳ рӯз санаи сана давоми осыдан мына ин месяц
FILLER -      is was it это number date at от уақыты where где-то_в dated дата от_числа
FILLER -      near_the у
HOURWORD -    сағат саат соат соати сағаты время time
HOUR -        o_clock oclock час часа часов часам часу ч h hours сағат саат
MINUTE -      мин минут минута минуты минуту m min minutes минуттан дақиқа
AM am         am a_m
PM pm         pm p_m
YEAR -        г год гг ж жыл сол year с_г
YEARS -       годы годах годов годам жылдар солҳо years сс жж
DECADE -      s х е ые ых ум ум_и
DAYMARK -     числа число
MONTH 1       jan january янв январ қаңтар қаң январь
MONTH 2       feb february фев февр феврал ақпан ақп
MONTH 3       mar march мар март наурыз нау
MONTH 4       apr april апр апрел сәуір сәу
MONTH 5       may май мая мае маю маем мамыр мам
MONTH 6       jun june июн маусым мау
MONTH 7       jul july июл шілде шіл
MONTH 8       aug august авг август тамыз там
MONTH 9       sep sept september сен сент сентябр қыркүйек қыр
MONTH 10      oct october окт октябр қазан қаз
MONTH 11      nov november ноя нояб ноябр қараша қар
MONTH 12      dec december дек декабр желтоқсан жел
WEEKDAY 1     monday mon понедельник пн дүйсенбі дүйшөмбү душанбе
WEEKDAY 2     tuesday tue tues вторник вт сейсенбі шейшемби сешанбе
WEEKDAY 3     wednesday wed сред ср сәрсенбі шаршемби чоршанбе
WEEKDAY 4     thursday thu thur thurs четверг чт бейсенбі бейшемби панҷшанбе
WEEKDAY 5     friday fri пятниц пт жұма жума ҷумъа ҷума
WEEKDAY 6     saturday sat суббот сб сенбі ишемби шанбе
WEEKDAY 7     sunday sun воскресень вс жексенбі жекшемби якшанбе
SEASON 21     spring весн көктем баҳор ky:жаз
SEASON 22     summer лето лета лету летом лете летний жай тобистон kk:жаз
SEASON 23     autumn fall осен күз тирамоҳ
SEASON 24     winter зим қыс кыш зимистон
PART first    beginning start early begin начал бас баш аввал ибтидо ибтидои басталу
PART mid      ортосунда middle mid midst середин середк орта ортас орто ортос миёна мобайн васат
PART last     end late конец конц соңы соңында соңына соңынан соңындағы аяг аяғ соңғ охир поён аяк
HALF -        half половин жарты жарым нима нисф
HALFYEAR -    полугоди жартыжылдық жарты_жылдық жарым_жылдык жарымжылдык нимсола нимсолаи half_year
QUARTER -     чейрег quarter квартал тоқсан чейрек чоряк семоҳа кв q
HSIGN -       h
TENS -        ten_days декад онкүндік он_күндік онкүндүк он_күндүк даҳа декада
ORDINAL 1     first перв первая первую первой бірінші биринчи аввал якум i
ORDINAL 2     second втор вторая вторую екінші экинчи дуюм дувум ii
ORDINAL 3     third треть третья третью третьей третьего үшінші үчүнчү сеюм севум iii
ORDINAL 4     fourth четверт четвёртый четвертая төртінші төртүнчү чорум чаҳорум iv
CARDINAL 1    a an one один одну одна бір бир як
CARDINAL 2    two два две пару екі эки ду couple a_couple_of a_couple
CARDINAL 3    three три үш үч се
CARDINAL 4    four четыре төрт чор чаҳор
CARDINAL 5    five пять бес беш панҷ
CARDINAL 6    six шесть алты шаш
CARDINAL 7    seven семь жеті жети ҳафт
CARDINAL 8    eight восемь сегіз сегиз ҳашт
CARDINAL 9    nine девять тоғыз тогуз нӯҳ
CARDINAL 10   ten десять он даҳ
UNIT day      day days день дня дней дню күн рӯз сутки суток
UNIT week     week weeks недел апта жума жұма ҳафта
UNIT month    month months месяц ай моҳ
UNIT year     year years год лет жыл сол
AGO -         ago назад тому_назад бұрын мурун мурда пеш қабл before_today илгері
LAST -        last past previous прошл прошедш минувш өткен өткөн откон гузашта былтырғы
THIS -        this текущ этот этом этого эта этой эту осы бул бұл ушул ҷорӣ ҳамин ин
RELDAY 0      today сегодня бүгін бүгүн имрӯз
RELDAY 1      yesterday вчера кеше кечээ кечээги дирӯз дина
RELDAY 2      the_day_before_yesterday day_before_yesterday позавчера алдыңгүні алдыңғы_күні мурдагы_күнү
RELDAY 2      мурунку_күнү мурда_күнү парерӯз паррӯз бұрнағы_күні
RELDAY -1     tomorrow завтра ертең эртең фардо
RELYEAR 0     биыл быйыл имсол с_г
RELYEAR 1     былтыр порсол былтыркы
ABOUT -       about around approximately approx circa ca roughly ~ ≈ около примерно приблизительно
ABOUT -       ориентировочно где-то где_то шамамен болжаммен болжап болжол_менен чамасы чамалап тахминан
ABOUT -       қариб тақрибан дар_ҳудуди
ABOUTPOST -   шамасында чамасында шамасы чамалуу ~ or_so примерно или_около_того
PERHAPS -     perhaps probably possibly maybe likely возможно вероятно наверное наверно кажется видимо вроде
PERHAPS -     предположительно мүмкін бәлкім сірә балким мүмкүн шояд эҳтимол эҳтимолан may_be i_think
PERHAPS -     ықтимал ?
BOTHSIGNS -   %
PRE <         before earlier_than prior_to раньше ранее пеш_аз қабл_аз до_начала
PRE <=        until till by not_later_than no_later_than not_after up_to до не_позднее не_позже к по то
PRE <=        на_дертар_аз на_баъдтар_аз не_после ең_кеш_дегенде ең_кеші эң_кеч_дегенде at_the_latest
PRE >         after later_than после позднее позже баъд_аз пас_аз
PRE >=        since not_before not_earlier_than no_earlier_than starting starting_from from с со начиная_с
PRE >=        начиная_со не_раньше не_ранее аз на_барвақттар_аз на_пештар_аз ең_ерте_дегенде эң_эрте_дегенде
PRE >=        at_the_earliest
POST <        бұрын мурун мурда пеш
POST <=       дейін шейін чейин кешіктірмей кешиктирбей кеш_емес кеч_эмес кейін_емес кийин_эмес
POST >        кейін соң кийин
POST >=       бастап бері баштап бери onwards onward or_later бұрын_емес мурда_эмес мурун_эмес ерте_емес
POST >=       эрте_эмес сар_карда инҷониб
FROM -        from с со аз
TO -          to till until through по до то на ба - to_the
TOPOST -      дейін шейін чейин қараған караган
BETWEEN -     between между байни дар_байни
AND -         and и мен бен пен менен ва &
BETWEENPOST - аралығында аралыгында арасында ортосунда аралығы аралыгы
OR -          or или немесе же ё
DAYPART 05:00 at_dawn dawn на_рассвете рассвет таң_ата таң_атқанда таң_эрте субҳи_барвақт
DAYPART 08:00 morning in_the_morning утром с_утра утро таңертең таңертен эртең_менен субҳ саҳар пагоҳӣ
DAYPART 15:00 afternoon in_the_afternoon днём днем түстен_кейін түштөн_кийин баъди_нисфирӯзӣ рӯзона күндүз
DAYPART 15:00 күндіз
DAYPART 19:00 evening in_the_evening вечером вечер кешке кешкісін кечинде кечкисин бегоҳ шом бегоҳӣ кешкілік
DAYPART 02:00 night at_night overnight ночью ночь түнде түні түнкүсүн шаб шабона түн шабонгоҳ
DAYADJ 08:00  таңғы эртең_мененки
DAYADJ 15:00  түскі түшкү күндүзгү
DAYADJ 19:00  кешкі кечки
DAYADJ 02:00  түнгі түнкү
DAYGEN 08:00  утра in_the_morning
DAYGEN 15:00  дня in_the_afternoon рӯз пас_аз_нисфирӯзӣ
DAYGEN 19:00  вечера in_the_evening
DAYGEN 02:00  ночи at_night
HOURNAME 12:00 noon at_noon midday в_полдень полдень талтүсте тал_түште чак_түште нисфирӯзӣ
HOURNAME 00:00 midnight at_midnight в_полночь полночь түн_ортасында түн_ортосунда нисфишабӣ
"""

_RUSSIAN = "ь я ю ью е ем ём а у о ы ым ой ую ое ая ом ый ые ых ого его ему ему ей ю ий ие ия ии им ам ами ах"
_OWNED = ("", "ы", "и", "у", "о", "сы", "си", "су", "со")
_CASES = (
    "га ге ка ке го ко на не но а е да де та те до то нда нде ндо дын дин тын тин нын нин дун тун нун дон "
    "ды ди ты ти ны ни ду ту ну н гы ги кы ки гу ку дагы деги тагы теги ндагы ндеги дагу до догу тогу"
)
_AWAY = "дан ден тан тен нан нен дон тон нон"
_PERSIAN = "и ро хо у ги"
_AFTER_NUMBERS = "и st nd rd th й я го му м ую ей ум юм уми юми шы ши чы чи чу инчи ынчы унчу лар"

LONGEST_PHRASE = 4
"""How many pieces the longest phrase of the table has at most."""

AWAY = "ABL"
"""The tag that stands for an ending which says "from"."""


@lru_cache(maxsize=1)
def endings() -> Mapping[str, bool]:
    """Each ending that a word may have, and whether it says "from" (the ablative of Kazakh and Kyrgyz)."""
    plain = [*_RUSSIAN.split(), *_PERSIAN.split(), *_CASES.split(), *_OWNED]
    plain += [owned + case for owned in _OWNED for case in _CASES.split()]
    away = [owned + case for owned in _OWNED for case in _AWAY.split()]
    return {fold(each): False for each in plain if each} | {fold(each): True for each in away}


@lru_cache(maxsize=1)
def ordinal_endings() -> frozenset[str]:
    """What right behind a number only makes it an ordinal, though it may be a word elsewhere."""
    return frozenset(map(fold, _AFTER_NUMBERS.split()))


@lru_cache(maxsize=1)
def number_endings() -> Mapping[str, bool]:
    """What may stand right behind a number, as in `9th`, `9-го`, `9-нан`."""
    return {**endings(), **dict.fromkeys(ordinal_endings(), False)}


@lru_cache(maxsize=1)
def meanings() -> Mapping[tuple[str, ...], tuple[Meaning, ...]]:
    """Every word or phrase, folded and split as a text is, with what it may mean."""
    found: dict[tuple[str, ...], list[Meaning]] = {}
    for row in _TABLE.strip().splitlines():
        tag, value, *words = row.split()
        for word in words:
            language, colon, text = word.rpartition(":")
            meaning = Meaning(tag, value, language if colon else "")
            known = found.setdefault(tuple(PIECES.findall(fold(text.replace("_", " ")))), [])
            if meaning not in known:
                known.append(meaning)
    return {phrase: tuple(known) for phrase, known in found.items()}


@lru_cache(maxsize=1)
def stems() -> frozenset[str]:
    """Every word that stands in the table, alone or in a phrase."""
    return frozenset(word for phrase in meanings() for word in phrase)
