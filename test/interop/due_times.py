# Due times of AWS cron expressions by Python's zoneinfo: the third opinion. Standard library alone, nothing of ours.
# In: {"zones", "expressions", "from", "to"} (epoch seconds) as JSON. Out, one JSON line for each zone: its offset
# changes, and for each expression how many due times and the SHA-256 of them (epoch minutes, doubles, little-endian).
import array
import calendar
import datetime
import hashlib
import json
import re
import sys
import zoneinfo

UTC = datetime.timezone.utc
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
WEEKDAYS = "SUN MON TUE WED THU FRI SAT".split()


def tzdata_version():
    try:
        import tzdata

        zoneinfo.reset_tzpath(to=[])
        return tzdata.IANA_VERSION
    except ImportError:
        for folder in zoneinfo.TZPATH:
            try:
                with open(folder + "/tzdata.zi", encoding="ascii") as file:
                    return file.readline().split()[-1]
            except OSError:
                pass
    return "unknown"


def values(field, low, high, names=()):
    """Every value of a plain field."""
    for index, name in enumerate(names):
        field = field.replace(name, str(index + 1))
    found = set()
    for term in field.split(","):
        match = re.fullmatch(r"(\*|\d+)(?:-(\d+))?(?:/(\d+))?", term)
        start = low if match[1] == "*" else int(match[1])
        if match[3]:
            found.update(range(start, high + 1, int(match[3])))
        elif match[1] == "*":
            found.update(range(low, high + 1))
        elif match[2] is None:
            found.add(start)
        elif start <= int(match[2]):
            found.update(range(start, int(match[2]) + 1))
        else:
            found.update(range(start, high + 1))
            found.update(range(low, int(match[2]) + 1))
    return found


def weekday_of(day):
    """1 is Sunday."""
    return day.isoweekday() % 7 + 1


def nearest_weekday(year, month, date):
    last = calendar.monthrange(year, month)[1]
    if date > last:
        return None
    day = datetime.date(year, month, date)
    if day.weekday() == 5:
        return day - DAY if date > 1 else day + 2 * DAY
    if day.weekday() == 6:
        return day + DAY if date < last else day - 2 * DAY
    return day


def dates_match(field, day):
    last = calendar.monthrange(day.year, day.month)[1]
    for term in field.split(","):
        if term == "L":
            if day.day == last:
                return True
        elif term.endswith("W"):
            if nearest_weekday(day.year, day.month, int(term[:-1])) == day:
                return True
        elif day.day in values(term, 1, 31):
            return True
    return False


def weekdays_match(field, day):
    last = calendar.monthrange(day.year, day.month)[1]
    for term in field.split(","):
        if term == "L":
            if weekday_of(day) == 7:
                return True
        elif "#" in term:
            weekday, nth = term.split("#")
            if weekday_of(day) in values(weekday, 1, 7, WEEKDAYS) and (day.day + 6) // 7 == int(nth):
                return True
        elif term.endswith("L"):
            if weekday_of(day) in values(term[:-1], 1, 7, WEEKDAYS) and day.day > last - 7:
                return True
        elif weekday_of(day) in values(term, 1, 7, WEEKDAYS):
            return True
    return False


def local_days(expression, first, last):
    """The days that an expression names, and its minutes of the day."""
    minutes, hours, dates, months, weekdays, years = expression[5:-1].split()
    of_day = sorted(60 * h + m for h in values(hours, 0, 23) for m in values(minutes, 0, 59))
    in_months = values(months, 1, 12, MONTHS)
    in_years = values(years, 1970, 2199)
    days = []
    day = first
    while day <= last:
        if day.month in in_months and day.year in in_years:
            if (dates == "?" or dates_match(dates, day)) and (weekdays == "?" or weekdays_match(weekdays, day)):
                days.append(day)
        day += DAY
    return days, of_day


def midnight(day):
    return datetime.datetime(day.year, day.month, day.day)


def steady_offset(zone, day, known):
    """UTC minus local in minutes where no clock changes from the day before to the day after; None where one may."""
    if day not in known:
        offsets = set()
        at = (midnight(day) - DAY).replace(tzinfo=UTC)
        for _ in range(72 + 1):
            offsets.add(at.astimezone(zone).utcoffset())
            at += datetime.timedelta(hours=1)
        offset = offsets.pop()
        known[day] = None if offsets else offset // MINUTE
    return known[day]


def instants(zone, day, minutes, known):
    """Epoch minutes of a day's local minutes: what does not exist is left out, what repeats is its first pass."""
    start = midnight(day)
    offset = steady_offset(zone, day, known)
    if offset is not None:
        base = calendar.timegm(start.timetuple()) // 60 - offset
        return [base + minute for minute in minutes]
    found = []
    for minute in minutes:
        local = start + minute * MINUTE
        at = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if at.astimezone(zone).replace(tzinfo=None) == local:
            found.append(calendar.timegm(at.timetuple()) // 60)
    return found


def changes(zone, start, end):
    """Epoch seconds at which the offset changes, and the offsets in seconds: sampled every six hours, then halved."""
    found = []
    before = datetime.datetime.fromtimestamp(start, zone).utcoffset()
    at = start
    while at < end:
        next_at = min(at + 6 * 3600, end)
        after = datetime.datetime.fromtimestamp(next_at, zone).utcoffset()
        if after != before:
            low, high = at, next_at
            while high - low > 1:
                middle = (low + high) // 2
                if datetime.datetime.fromtimestamp(middle, zone).utcoffset() == before:
                    low = middle
                else:
                    high = middle
            found.append([high, int(before.total_seconds()), int(after.total_seconds())])
            before = after
        at = next_at
    return found


def main():
    asked = json.load(sys.stdin)
    start, end = asked["from"], asked["to"]
    first = datetime.datetime.fromtimestamp(start, UTC).date() - 2 * DAY
    last = datetime.datetime.fromtimestamp(end, UTC).date() + 2 * DAY
    days = [local_days(expression, first, last) for expression in asked["expressions"]]
    print(json.dumps({"tzdata": tzdata_version()}), flush=True)
    for name in asked["zones"]:
        zone = zoneinfo.ZoneInfo(name)
        known = {}
        answers = []
        for named, minutes in days:
            due = array.array("d")
            for day in named:
                due.extend(at for at in instants(zone, day, minutes, known) if start <= at * 60 <= end)
            if sys.byteorder == "big":
                due.byteswap()
            answers.append([len(due), hashlib.sha256(due.tobytes()).hexdigest()])
        print(json.dumps({"zone": name, "changes": changes(zone, start, end), "due": answers}), flush=True)


main()
