package io.dunlin.promql.kernel;

/**
 * Fields of the proleptic Gregorian calendar in UTC, for any number of seconds that PromQL can come up with. Go counts
 * seconds from a far year in an unsigned 64-bit number, so the lowest ones wrap around to the highest years, and a float
 * that is no 64-bit integer becomes the lowest one; both are kept.
 *
 * <p>Source of the conversion from days: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
final class UtcDate {
    /** Seconds from the start of Go's absolute time to 1970. */
    private static final long GO_EPOCH_SECONDS = 9_223_372_028_715_321_600L;

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long DAYS_PER_ERA = 146_097;
    /** Days from 0000-03-01, where the years of the algorithm begin, to 1970-01-01. */
    private static final long DAYS_TO_1970 = 719_468;

    private static final long THURSDAY = 4;

    private UtcDate() {}

    /** Converts a float to whole seconds as Go does. */
    private static long seconds(double value) {
        boolean fits = value >= -0x1p63 && value < 0x1p63;
        return fits ? (long) value : Long.MIN_VALUE;
    }

    /** Returns days since 1970. */
    private static long days(double value) {
        long absolute = seconds(value) + GO_EPOCH_SECONDS;
        return Long.divideUnsigned(absolute, SECONDS_PER_DAY) - GO_EPOCH_SECONDS / SECONDS_PER_DAY;
    }

    private static long secondOfDay(double value) {
        return Long.remainderUnsigned(seconds(value) + GO_EPOCH_SECONDS, SECONDS_PER_DAY);
    }

    /** Returns the hour, 0 to 23. */
    static double hour(double value) {
        long hour = secondOfDay(value) / 3600;
        return hour;
    }

    /** Returns the minute of the hour. */
    static double minute(double value) {
        long minute = secondOfDay(value) / 60;
        return minute % 60;
    }

    /** Returns the day of the week, 0 for Sunday. */
    static double dayOfWeek(double value) {
        return Math.floorMod(days(value) + THURSDAY, 7L);
    }

    /** Returns the day of the month, from 1. */
    static double dayOfMonth(double value) {
        long dayOfYear = dayOfShiftedYear(days(value));
        return dayOfYear - firstOfShiftedMonth(shiftedMonth(dayOfYear)) + 1;
    }

    /** Returns the month, from 1. */
    static double month(double value) {
        long shifted = shiftedMonth(dayOfShiftedYear(days(value)));
        return shifted < 10 ? shifted + 3 : shifted - 9;
    }

    /** Returns the year. */
    static double year(double value) {
        return year(days(value));
    }

    private static long year(long days) {
        long shifted = shiftedYear(days);
        return dayOfShiftedYear(days) >= firstOfShiftedMonth(10) ? shifted + 1 : shifted;
    }

    /** Returns the day of the year, from 1. */
    static double dayOfYear(double value) {
        long days = days(value);
        long inShiftedYear = dayOfShiftedYear(days);
        long january = firstOfShiftedMonth(10);
        if (inShiftedYear >= january) {
            return inShiftedYear - january + 1;
        }
        return inShiftedYear + 60 + (isLeap(shiftedYear(days)) ? 1 : 0);
    }

    /** Returns the number of days of the month. */
    static double daysInMonth(double value) {
        long days = days(value);
        long shifted = shiftedMonth(dayOfShiftedYear(days));
        if (shifted == 11) {
            return isLeap(year(days)) ? 29 : 28;
        }
        return firstOfShiftedMonth(shifted + 1) - firstOfShiftedMonth(shifted);
    }

    private static boolean isLeap(long year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static long dayOfEra(long days) {
        return Math.floorMod(days + DAYS_TO_1970, DAYS_PER_ERA);
    }

    private static long yearOfEra(long dayOfEra) {
        return (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    }

    /** Returns the year, taken to begin in March. */
    private static long shiftedYear(long days) {
        return yearOfEra(dayOfEra(days)) + 400 * Math.floorDiv(days + DAYS_TO_1970, DAYS_PER_ERA);
    }

    /** Returns the day within a year that begins in March, from 0. */
    private static long dayOfShiftedYear(long days) {
        long dayOfEra = dayOfEra(days);
        long year = yearOfEra(dayOfEra);
        return dayOfEra - (365 * year + year / 4 - year / 100);
    }

    /** Returns the month within a year that begins in March, from 0. */
    private static long shiftedMonth(long dayOfShiftedYear) {
        return (5 * dayOfShiftedYear + 2) / 153;
    }

    private static long firstOfShiftedMonth(long shiftedMonth) {
        return (153 * shiftedMonth + 2) / 5;
    }
}
