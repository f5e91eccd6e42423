package io.millrace.registry.serde.protobuf.connect;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/** Connect's logical values as the messages that stand for them in Protobuf. */
final class LogicalMessages {
    private static final int NANOS_PER_MS = 1_000_000;
    private static final int MS_PER_SECOND = 1_000;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;

    private LogicalMessages() {}

    static DynamicMessage write(Descriptor type, Schema schema, Object value) {
        Fields message = new Fields(type);
        switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> {
                BigDecimal decimal = (BigDecimal) value;
                message.set("value", ByteString.copyFrom(decimal.unscaledValue().toByteArray()));
                message.set("precision", decimal.precision());
                message.set("scale", decimal.scale());
            }
            case Date.LOGICAL_NAME -> {
                LocalDate date = LocalDate.ofEpochDay(Date.fromLogical(schema, (java.util.Date) value));
                message.set("year", date.getYear());
                message.set("month", date.getMonthValue());
                message.set("day", date.getDayOfMonth());
            }
            case Time.LOGICAL_NAME -> {
                int ms = Time.fromLogical(schema, (java.util.Date) value);
                int seconds = ms / MS_PER_SECOND;
                message.set("hours", seconds / SECONDS_PER_MINUTE / MINUTES_PER_HOUR);
                message.set("minutes", seconds / SECONDS_PER_MINUTE % MINUTES_PER_HOUR);
                message.set("seconds", seconds % SECONDS_PER_MINUTE);
                message.set("nanos", ms % MS_PER_SECOND * NANOS_PER_MS);
            }
            default -> {
                long ms = Timestamp.fromLogical(schema, (java.util.Date) value);
                message.set("seconds", Math.floorDiv(ms, (long) MS_PER_SECOND));
                message.set("nanos", Math.floorMod(ms, MS_PER_SECOND) * NANOS_PER_MS);
            }
        }
        return message.builder.build();
    }

    /** The logical value of a message; what is finer than a millisecond is cut off. */
    static Object read(Schema schema, Message message) {
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> {
                byte[] unscaled = ((ByteString) get(message, "value")).toByteArray();
                BigInteger digits = unscaled.length == 0 ? BigInteger.ZERO : new BigInteger(unscaled);
                yield new BigDecimal(digits, number(message, "scale"));
            }
            case Date.LOGICAL_NAME -> date(schema, message);
            case Time.LOGICAL_NAME -> {
                int minutes = number(message, "hours") * MINUTES_PER_HOUR + number(message, "minutes");
                int seconds = minutes * SECONDS_PER_MINUTE + number(message, "seconds");
                yield Time.toLogical(schema, seconds * MS_PER_SECOND + number(message, "nanos") / NANOS_PER_MS);
            }
            default ->
                Timestamp.toLogical(
                        schema,
                        TimeUnit.SECONDS.toMillis((Long) get(message, "seconds"))
                                + number(message, "nanos") / NANOS_PER_MS);
        };
    }

    private static java.util.Date date(Schema schema, Message message) {
        try {
            LocalDate date = LocalDate.of(number(message, "year"), number(message, "month"), number(message, "day"));
            return Date.toLogical(schema, Math.toIntExact(date.toEpochDay()));
        } catch (DateTimeException e) {
            throw new DataException("a google.type.Date that is no day: " + e.getMessage(), e);
        }
    }

    private static Object get(Message message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    private static int number(Message message, String field) {
        return ((Number) get(message, field)).intValue();
    }

    private static final class Fields {
        private final DynamicMessage.Builder builder;

        Fields(Descriptor type) {
            builder = DynamicMessage.newBuilder(type);
        }

        void set(String field, Object value) {
            builder.setField(builder.getDescriptorForType().findFieldByName(field), value);
        }
    }
}
