package io.millrace.connectors.hdfs.partition;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;

/** Finds a partitioner by its short name or by the class name that it has in other connectors. */
public final class Partitioners {

    private static final String DAYS = "'year'=yyyy/'month'=MM/'day'=dd";
    private static final String HOURS = DAYS + "/'hour'=HH";

    private Partitioners() {}

    /** The partitioner that the settings describe. */
    public static Partitioner of(PartitionerSettings settings) {
        String simple = settings.name().substring(settings.name().lastIndexOf('.') + 1);
        return switch (simple.toLowerCase(Locale.ROOT).replace("partitioner", "")) {
            case "default" -> new DefaultPartitioner();
            case "field" -> fields(settings);
            case "time", "timebased" -> time(settings);
            case "daily" -> stretch(settings, DAYS, TimeUnit.DAYS.toMillis(1));
            case "hourly" -> stretch(settings, HOURS, TimeUnit.HOURS.toMillis(1));
            default ->
                throw new ConfigException(
                        "partitioner.class", settings.name(), "must be default, field, time, daily or hourly");
        };
    }

    private static Partitioner fields(PartitionerSettings settings) {
        if (settings.fields().isEmpty()) {
            throw new ConfigException("partition.field.name", settings.fields(), "the field partitioner needs a field");
        }
        return new FieldPartitioner(settings.fields());
    }

    private static Partitioner time(PartitionerSettings settings) {
        if (settings.pathFormat().isBlank()) {
            throw new ConfigException("path.format", settings.pathFormat(), "the time partitioner needs a path format");
        }
        return stretch(settings, settings.pathFormat(), settings.durationMs());
    }

    private static Partitioner stretch(PartitionerSettings settings, String pathFormat, long durationMs) {
        try {
            return new TimePartitioner(
                    settings.extractor(), pathFormat, settings.locale(), settings.zone(), durationMs);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("path.format", pathFormat, e.getMessage());
        }
    }
}
