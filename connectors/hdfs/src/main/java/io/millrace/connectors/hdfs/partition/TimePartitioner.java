package io.millrace.connectors.hdfs.partition;

import io.millrace.connectors.hdfs.store.SafeName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A folder for each stretch of time, such as an hour. */
public final class TimePartitioner implements Partitioner {

    private final TimestampExtractor extractor;
    private final DateTimeFormatter format;
    private final ZoneId zone;
    private final long durationMs;

    /**
     * Cuts time into stretches.
     *
     * @param pathFormat names with slashes, patterns as in {@code 'year'=YYYY/'month'=MM}
     * @param durationMs how long a stretch is, from midnight of 1970-01-01 in the zone
     */
    public TimePartitioner(
            TimestampExtractor extractor, String pathFormat, Locale locale, ZoneId zone, long durationMs) {
        this.extractor = extractor;
        this.format = format(pathFormat, locale);
        this.zone = zone;
        this.durationMs = durationMs;
    }

    @Override
    public String encodedPartition(SinkRecord given, long nowMs) {
        return folder(extractor.timestampMs(given, nowMs));
    }

    String folder(long timestampMs) {
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(timestampMs), zone);
        long localMs = local.toInstant(ZoneOffset.UTC).toEpochMilli();
        LocalDateTime start = LocalDateTime.ofInstant(
                Instant.ofEpochMilli(localMs - Math.floorMod(localMs, durationMs)), ZoneOffset.UTC);
        try {
            return Arrays.stream(format.format(start.atZone(zone)).split("/"))
                    .map(SafeName::encode)
                    .collect(Collectors.joining("/"));
        } catch (DateTimeException e) {
            throw new DataException("the timestamp cannot be written in path.format", e);
        }
    }

    /**
     * Reads a path format in the letters of Joda-Time, which existing configurations use: its Y is the year of the
     * era, where java.time means the year that the week belongs to.
     */
    public static DateTimeFormatter format(String pathFormat, Locale locale) {
        StringBuilder pattern = new StringBuilder(pathFormat.length());
        boolean quoted = false;
        for (int index = 0; index < pathFormat.length(); index++) {
            char letter = pathFormat.charAt(index);
            if (letter == '\'') {
                quoted = !quoted;
            }
            pattern.append(!quoted && letter == 'Y' ? 'y' : letter);
        }
        return DateTimeFormatter.ofPattern(pattern.toString(), locale);
    }
}
