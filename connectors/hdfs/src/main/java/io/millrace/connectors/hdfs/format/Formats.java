package io.millrace.connectors.hdfs.format;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Finds a format by its short name or by the class name that it has in other connectors. */
public final class Formats {

    /** The short names. */
    public static final List<String> NAMES = List.of("avro", "parquet", "json");

    private static final String CLASS_ENDING = "format";

    private Formats() {}

    /** The short name that a value of {@code format.class} means. */
    public static Optional<String> shortName(String nameOrClass) {
        String simple = nameOrClass.substring(nameOrClass.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String name =
                simple.endsWith(CLASS_ENDING) ? simple.substring(0, simple.length() - CLASS_ENDING.length()) : simple;
        return Optional.of(name).filter(NAMES::contains);
    }

    /** A format, with the codecs that apply to it. */
    public static FileFormat of(String shortName, String avroCodec, String parquetCodec) {
        return switch (shortName) {
            case "avro" -> new AvroFormat(avroCodec);
            case "parquet" -> new ParquetFormat(parquetCodec(parquetCodec));
            case "json" -> new JsonFormat();
            default -> throw new IllegalArgumentException("no format has the name " + shortName);
        };
    }

    /** Parquet's codec for its name in configurations, where {@code none} is what Parquet calls uncompressed. */
    public static CompressionCodecName parquetCodec(String name) {
        return "none".equalsIgnoreCase(name)
                ? CompressionCodecName.UNCOMPRESSED
                : CompressionCodecName.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
