package io.millrace.connectors.hdfs.partition;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** The moment that a record belongs to, in milliseconds since the epoch. */
public interface TimestampExtractor {

    /**
     * The moment of a record.
     *
     * @throws DataException when the record has none
     */
    long timestampMs(SinkRecord given, long nowMs);

    /** The extractor for a value of {@code timestamp.extractor}: a short name, or a class name that ends like one. */
    static Optional<TimestampExtractor> of(String nameOrClass, String field) {
        String simple = nameOrClass.substring(Math.max(nameOrClass.lastIndexOf('.'), nameOrClass.lastIndexOf('$')) + 1);
        return switch (simple.toLowerCase(Locale.ROOT).replace("timestampextractor", "")) {
            case "wallclock" -> Optional.of((given, nowMs) -> nowMs);
            case "record" -> Optional.of(TimestampExtractor::ofRecord);
            case "recordfield" -> {
                FieldPath path = new FieldPath(field);
                yield Optional.of((given, nowMs) -> ofField(path.in(given.value()), path.text()));
            }
            default -> Optional.empty();
        };
    }

    private static long ofRecord(SinkRecord given, long nowMs) {
        if (given.timestamp() == null) {
            throw new DataException("the record has no timestamp");
        }
        return given.timestamp();
    }

    private static long ofField(FieldPath.Found found, String path) {
        Object value = found.value();
        if (value instanceof java.util.Date moment) {
            return moment.toInstant().toEpochMilli();
        }
        if (value instanceof Number number) {
            String type = found.schemaName() == null ? "" : found.schemaName();
            // Debezium's and Connect's plain numbers differ only in the unit that the name tells.
            return switch (type) {
                case "io.debezium.time.MicroTimestamp" -> Math.floorDiv(number.longValue(), 1_000L);
                case "io.debezium.time.NanoTimestamp" -> Math.floorDiv(number.longValue(), 1_000_000L);
                case "io.debezium.time.Date" -> TimeUnit.DAYS.toMillis(number.longValue());
                default -> number.longValue();
            };
        }
        if (value instanceof String text) {
            try {
                return text.endsWith("Z")
                        ? Instant.parse(text).toEpochMilli()
                        : OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeParseException e) {
                throw new DataException("field " + path + " is not an ISO timestamp with an offset", e);
            }
        }
        throw new DataException("field " + path + " holds no timestamp");
    }
}
