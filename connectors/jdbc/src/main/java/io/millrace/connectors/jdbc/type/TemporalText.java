package io.millrace.connectors.jdbc.type;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import org.apache.kafka.connect.errors.DataException;

/** Dates and times as PostgreSQL reads them, with its infinities, years before Christ and the hour 24. */
final class TemporalText {
    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    // The driver's infinities in milliseconds, from which Debezium's numbers come.
    private static final long INFINITY_MS = 9_223_372_036_825_200_000L;
    private static final long MINUS_INFINITY_MS = -9_223_372_036_832_400_000L;

    // Infinite dates are those milliseconds (or the server's own mark) cut down to 32 bits of days: a snapshot says one
    // number, the stream another. All lie outside the days that a date can have or in years that no one means.
    private static final int INFINITE_DATE_SNAPSHOT = -622_191_234;
    private static final int INFINITE_DATE_STREAM = 2_146_033_979;
    private static final int MINUS_INFINITE_DATE_LOW = 622_191_097;
    private static final int MINUS_INFINITE_DATE_HIGH = 622_191_100;
    private static final int FIRST_DATE = -2_440_588;
    private static final int LAST_DATE = 2_145_042_905;

    private TemporalText() {}

    static String date(int epochDay) {
        if (epochDay == INFINITE_DATE_SNAPSHOT || epochDay == INFINITE_DATE_STREAM || epochDay > LAST_DATE) {
            return INFINITY;
        }
        boolean minusInfinite = epochDay >= MINUS_INFINITE_DATE_LOW && epochDay <= MINUS_INFINITE_DATE_HIGH;
        if (minusInfinite || epochDay < FIRST_DATE) {
            return MINUS_INFINITY;
        }
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        StringBuilder text = new StringBuilder(16);
        appendDate(text, date);
        return date.getYear() <= 0 ? text.append(" BC").toString() : text.toString();
    }

    static String time(long micros) {
        StringBuilder text = new StringBuilder(16);
        appendTime(text, micros);
        return text.toString();
    }

    static String timestampMillis(long millis) {
        if (millis >= INFINITY_MS / 1_000) {
            return INFINITY;
        }
        if (millis <= MINUS_INFINITY_MS / 1_000) {
            return MINUS_INFINITY;
        }
        return timestamp(Math.floorDiv(millis, 1_000L), (int) Math.floorMod(millis, 1_000L) * 1_000);
    }

    static String timestampMicros(long micros) {
        if (micros >= INFINITY_MS) {
            return INFINITY;
        }
        if (micros <= MINUS_INFINITY_MS) {
            return MINUS_INFINITY;
        }
        return timestamp(Math.floorDiv(micros, MICROS_PER_SECOND), (int) Math.floorMod(micros, MICROS_PER_SECOND));
    }

    static String timestampNanos(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return INFINITY;
        }
        return nanos == Long.MIN_VALUE ? MINUS_INFINITY : timestampMicros(Math.floorDiv(nanos, 1_000L));
    }

    /** An instant with its offset; as wall clock of the zone when the column keeps no offset. */
    static String zoned(String iso, boolean columnHasZone, ZoneId zone) {
        boolean plain = !iso.isEmpty() && Character.isDigit(iso.charAt(0));
        boolean infinite = iso.equalsIgnoreCase(INFINITY) || iso.equalsIgnoreCase(MINUS_INFINITY);
        if (infinite || (plain && columnHasZone)) {
            return iso;
        }
        try {
            OffsetDateTime instant = OffsetDateTime.parse(iso);
            if (!columnHasZone) {
                LocalDateTime local = instant.atZoneSameInstant(zone).toLocalDateTime();
                return timestamp(local.toEpochSecond(ZoneOffset.UTC), local.get(ChronoField.MICRO_OF_SECOND));
            }
            String utc = timestamp(instant.toEpochSecond(), instant.get(ChronoField.MICRO_OF_SECOND));
            return utc.endsWith(" BC") ? utc.replace(" BC", "+00 BC") : utc + "+00";
        } catch (DateTimeParseException malformed) {
            throw new DataException("\"" + iso + "\" is not a timestamp with an offset", malformed);
        }
    }

    /** A date or timestamp in ISO form, whose signed years PostgreSQL does not read. */
    static String isoLocal(String iso) {
        if (iso.isEmpty() || (iso.charAt(0) != '-' && iso.charAt(0) != '+') || iso.equals(MINUS_INFINITY)) {
            return iso;
        }
        try {
            if (iso.indexOf('T') < 0) {
                LocalDate date = LocalDate.parse(iso);
                StringBuilder text = new StringBuilder(16);
                appendDate(text, date);
                return date.getYear() <= 0 ? text + " BC" : text.toString();
            }
            LocalDateTime local = LocalDateTime.parse(iso);
            return timestamp(local.toEpochSecond(ZoneOffset.UTC), local.get(ChronoField.MICRO_OF_SECOND));
        } catch (DateTimeParseException malformed) {
            throw new DataException("\"" + iso + "\" is neither a date nor a timestamp", malformed);
        }
    }

    /** The wall clock of a zone at an instant. */
    static String wallClock(long epochMillis, ZoneId zone) {
        long offsetMs =
                zone.getRules().getOffset(Instant.ofEpochMilli(epochMillis)).getTotalSeconds() * 1_000L;
        return timestampMillis(epochMillis + offsetMs);
    }

    private static String timestamp(long epochSecond, int micros) {
        long day = Math.floorDiv(epochSecond, 86_400L);
        LocalDate date = LocalDate.ofEpochDay(day);
        StringBuilder text = new StringBuilder(32);
        appendDate(text, date);
        text.append(' ');
        appendTime(text, Math.floorMod(epochSecond, 86_400L) * MICROS_PER_SECOND + micros);
        return date.getYear() <= 0 ? text.append(" BC").toString() : text.toString();
    }

    private static void appendDate(StringBuilder text, LocalDate date) {
        // There is no year 0: what ISO calls 0 is 1 BC.
        int year = date.getYear() <= 0 ? 1 - date.getYear() : date.getYear();
        appendPadded(text, year, 4);
        text.append('-');
        appendPadded(text, date.getMonthValue(), 2);
        text.append('-');
        appendPadded(text, date.getDayOfMonth(), 2);
    }

    private static void appendTime(StringBuilder text, long micros) {
        if (micros < 0 || micros > MICROS_PER_DAY) {
            throw new DataException(micros + " microseconds are not a time of day");
        }
        long seconds = micros / MICROS_PER_SECOND;
        appendPadded(text, (int) (seconds / 3_600), 2);
        text.append(':');
        appendPadded(text, (int) (seconds / 60 % 60), 2);
        text.append(':');
        appendPadded(text, (int) (seconds % 60), 2);
        int fraction = (int) (micros % MICROS_PER_SECOND);
        if (fraction != 0) {
            text.append('.');
            appendPadded(text, fraction, 6);
        }
    }

    private static void appendPadded(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
