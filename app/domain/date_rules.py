"""How dates are said: the rules by which `date_grammar` reads, for five languages at once.

A line is `name: parts = maker`: capitals are tags of `date_vocabulary`, small letters other rules,
anything else is itself, `?` marks a part that may be missing. Numbers behind the maker say which
parts it takes, in its order; without them it takes all.
"""

POINTS = """
day . mon . year | d_m_y
day / mon / year | d_m_y
day - mon - year | d_m_y
year - mon - day | y_m_d
year . mon . day | y_m_d
year / mon / day | y_m_d
mon . year | m_y
mon / year | m_y
year - mon | y_m
year . mon | y_m
day . mon | d_m
day / mon | d_m
day DAYMARK | d_
day month year | dmy
day month | dm
month day year | mdy
month day | md
year month day | ymd
year day month | ydm
month | m
season | m
year | y
month year | my
year month | ym
season year | my
year season | ym
share month year | smy
share year month | sym
month share year | msy
month year share | mys
year month share | yms
share season year | smy
season year share | mys
year season share | yms
season share year | msy
share month | sm
month share | ms
share season | sm
season share | ms
share year | sy
year share | ys
"""
"""How a point is said: its parts | what each of them is (d, m, y; s = which part of it)."""

DATES = """
day: NUMBER DECADE? = day 1
mon: NUMBER = mon
year: NUMBER YEAR? = year 1
year: YEAR NUMBER YEAR? = year 2
year: LAST YEAR = years_back 1
year: YEAR LAST = years_back 2
year: THIS YEAR = this_year
year: YEAR THIS = this_year
year: RELYEAR YEAR? = years_back 1
month: MONTH = number
season: SEASON - = number 1
season: SEASON = number
season: order QUARTER = quarter 1
season: QUARTER order = quarter 2
season: order HALFYEAR = half_year 1
season: HALFYEAR order = half_year 2
season: HSIGN order = half_year 2
order: ORDINAL = number
order: NUMBER DECADE? = order 1
share: PART - = same 1
share: PART = same
share: order HALF = half 1
share: HALF order = half 2
share: order TENS = tens 1
share: TENS order = tens 2
end: point = same
end: day = only_day
end: day year = day_of_year
winter: SEASON year - year = winter 1 2 4
winter: year - year SEASON = winter 4 1 3
winter: SEASON year / year = winter 1 2 4
winter: year / year SEASON = winter 4 1 3
winter: SEASON year / NUMBER = winter_short 1 2 4
winter: year / NUMBER SEASON = winter_short 4 1 3
place: point = extent
place: winter = same
body: place = same
body: end - end = between 1 3
body: end TO end = between 1 3
body: FROM end TO end = between 2 4
body: FROM end - end = between 2 4
body: BETWEEN end AND end = between 2 4
body: BETWEEN end TO end = between 2 4
body: BETWEEN end - end = between 2 4
body: end AND end BETWEENPOST = between 1 3
body: end - end BETWEENPOST = between 1 3
body: end ABL end TOPOST = between 1 3
body: year end - end BETWEENPOST? = between_of_year 1 2 4
body: year end AND end BETWEENPOST = between_of_year 1 2 4
body: year end ABL end TOPOST = between_of_year 1 2 4
body: year - year YEARS BETWEENPOST? = years 1 3
body: year AND year YEARS BETWEENPOST = years 1 3
body: YEARS year - year = years 2 4
body: PRE place = bounded 2 1
body: place ABL? POST = bounded 1 3
body: NUMBER DECADE YEARS? = decade 1
body: NUMBER YEARS = decade 1
body: YEARS NUMBER DECADE? = decade 2
body: end OR end = either 1 3
body: RELDAY = day_back
count: CARDINAL = number
count: NUMBER = count
body: count UNIT AGO = ago 1 2
body: UNIT AGO = one_ago 1
body: LAST UNIT = last_unit 2
body: UNIT LAST = last_unit 1
body: THIS UNIT = current_unit 2
body: UNIT THIS = current_unit 1
body: WEEKDAY = weekday
body: LAST WEEKDAY = last_weekday 2
body: WEEKDAY LAST = last_weekday 1
body: LAST month = last_month 2
body: month LAST = last_month 1
body: LAST season = last_month 2
body: season LAST = last_month 1
named: body = same
named: WEEKDAY body = checked 1 2
named: body WEEKDAY = checked 2 1
sign: ABOUT = about
sign: PERHAPS = perhaps
sign: ABOUT PERHAPS = both
sign: PERHAPS ABOUT = both
mark: ABOUTPOST = about
mark: PERHAPS = perhaps
mark: BOTHSIGNS = both
dated: named = signed 1
dated: sign named = signed 2 1
dated: named mark = signed 1 2
dated: sign named mark = signed 2 1 3
text: dated = timed 1
text: dated clock = timed 1 2
text: clock dated = timed 2 1
text: WEEKDAY clock body = timed_weekday 1 2 3
"""

TIMES = """
hours: NUMBER : NUMBER = minutes 1 3
hours: NUMBER . NUMBER = minutes 1 3
hours: NUMBER HOUR NUMBER MINUTE? = minutes 1 3
hours: NUMBER HOUR = hour 1
hours: HOURWORD NUMBER = hour 2
hours: HOURWORD hours = same 2
half: AM = half_day
half: PM = half_day
half: DAYGEN = same
half: DAYPART = same
time: hours = clocked 1
time: hours half = clocked 1 2
time: NUMBER half = clocked_hour 1 2
time: DAYADJ hours = clocked 2 1
time: DAYADJ NUMBER = clocked_hour 2 1
time: DAYPART hours = clocked 2 1
time: HOURNAME = named_hour
time: DAYPART = part_of_day
clock: time = same
clock: ABOUT time = rough 2
clock: DAYPART ABOUT hours = rough_part 1 3
clock: time ABOUTPOST = rough 1
"""
