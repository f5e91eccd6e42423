package io.millrace.connectors.hdfs.commit;

import io.millrace.connectors.hdfs.store.SafeName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a final file, {@code topic+partition+start+end.ext}, as Confluent's connector writes it.
 *
 * @param topic the encoded topic
 * @param partition the Kafka partition
 * @param startOffset the offset of the first record
 * @param endOffset the offset of the last record
 * @param extension with its dot
 */
public record FileName(String topic, int partition, long startOffset, long endOffset, String extension) {

    private static final Pattern PATTERN = Pattern.compile("([^+/]+)\\+(\\d+)\\+(\\d+)\\+(\\d+)((?:\\.\\w+)*)");

    /** The name of a file of a topic whose name may be anything. */
    public static FileName of(String topic, int partition, long startOffset, long endOffset, String extension) {
        return new FileName(SafeName.encode(topic), partition, startOffset, endOffset, extension);
    }

    /** What a name says, or nothing when it is not one of ours. */
    public static Optional<FileName> parse(String name) {
        Matcher matcher = PATTERN.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new FileName(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                Long.parseLong(matcher.group(4)),
                matcher.group(5)));
    }

    /** The text of the name, with offsets padded by zeros to a width. */
    public String text(int zeroPadWidth) {
        return topic + "+" + partition + "+" + pad(startOffset, zeroPadWidth) + "+" + pad(endOffset, zeroPadWidth)
                + extension;
    }

    private static String pad(long offset, int width) {
        return width == 0 ? Long.toString(offset) : String.format(Locale.ROOT, "%0" + width + "d", offset);
    }
}
