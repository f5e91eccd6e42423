package io.millrace.connect.worker.config;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names of static members of groups (KIP-345). They are spelled like topics, while what they stand for holds anything. */
public final class GroupInstance {

    private static final Pattern STRANGE = Pattern.compile("[^a-zA-Z0-9._-]");
    /** With what comes before and after, less than the 249 characters that brokers take. */
    private static final int READABLE_MAX = 200;

    private static final int DIGITS = 8;

    private GroupInstance() {}

    /** The same instance for the same name, and another one for another name. */
    public static String of(String prefix, String name) {
        String readable = STRANGE.matcher(name).replaceAll("_");
        if (readable.equals(name) && name.length() <= READABLE_MAX) {
            return prefix + name;
        }
        String digest = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, DIGITS);
        return prefix + readable.substring(0, Math.min(readable.length(), READABLE_MAX)) + "-" + digest;
    }
}
