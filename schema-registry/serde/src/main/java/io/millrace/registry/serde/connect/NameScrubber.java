package io.millrace.registry.serde.connect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;

/** Makes names that Avro takes, or says how to get them. */
final class NameScrubber {
    private final boolean scrub;

    NameScrubber(boolean scrub) {
        this.scrub = scrub;
    }

    /** A name of a record or field, as it is or changed. */
    String name(String written) {
        if (isValid(written)) {
            return written;
        }
        if (!scrub) {
            throw new DataException("'" + written + "' is not a name in Avro; set scrub.invalid.names=true to have it"
                    + " changed, or rename it with a transformation");
        }
        String encoded = URLEncoder.encode(written, StandardCharsets.UTF_8);
        char first = encoded.isEmpty() ? '0' : encoded.charAt(0);
        String started = Character.isLetter(first) || first == '_' ? encoded : "x" + encoded;
        return started.replaceAll("[^A-Za-z0-9_]", "_");
    }

    /** A name with a namespace in front. */
    String fullName(String written) {
        return Arrays.stream(written.split("\\.", -1)).map(this::name).collect(Collectors.joining("."));
    }

    private static boolean isValid(String name) {
        if (name.isEmpty() || !(Character.isLetter(name.charAt(0)) || name.charAt(0) == '_')) {
            return false;
        }
        return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    }
}
