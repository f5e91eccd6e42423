package io.millrace.broker.log.file;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Kafka's names of files that belong to an offset: twenty digits and a suffix. */
public final class OffsetName {
    private static final int DIGITS = 20;
    private static final Pattern OFFSET = Pattern.compile("0\\d{19}");

    private OffsetName() {}

    public static Path of(Path directory, long offset, String suffix) {
        String digits = Long.toString(offset);
        return directory.resolve("0".repeat(DIGITS - digits.length()) + digits + suffix);
    }

    /** Empty if nobody of us has given the file its name. */
    public static OptionalLong parse(Path path, String suffix) {
        String name = path.getFileName().toString();
        if (!name.endsWith(suffix)) {
            return OptionalLong.empty();
        }
        String digits = name.substring(0, name.length() - suffix.length());
        return OFFSET.matcher(digits).matches() ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }
}
