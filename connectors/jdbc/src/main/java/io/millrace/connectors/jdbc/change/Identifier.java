package io.millrace.connectors.jdbc.change;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.connect.errors.DataException;

/** Names in SQL: checked for what the server would cut or refuse, and always quoted. */
public final class Identifier {
    /** The server cuts longer names silently, and two of them could become one. */
    private static final int MAX_BYTES = 63;

    private Identifier() {}

    /** The name as the target will know it. */
    public static String checked(String name, boolean keepCase) {
        if (name.isEmpty()) {
            throw new DataException("a name in the target is empty");
        }
        String folded = keepCase ? name : name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < folded.length(); i++) {
            char letter = folded.charAt(i);
            boolean half = Character.isSurrogate(letter)
                    && !(Character.isHighSurrogate(letter)
                            ? i + 1 < folded.length() && Character.isLowSurrogate(folded.charAt(i + 1))
                            : i > 0 && Character.isHighSurrogate(folded.charAt(i - 1)));
            if (letter == 0 || half) {
                throw new DataException("the name " + printable(folded) + " holds a character that no name can hold");
            }
        }
        int bytes = folded.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new DataException("the name " + printable(folded) + " has " + bytes + " bytes; PostgreSQL takes "
                    + MAX_BYTES + ". Choose a shorter one with table.name.format or a RegexRouter transform");
        }
        return folded;
    }

    /** The name between quotes. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String printable(String name) {
        String start = name.length() > 80 ? name.substring(0, 80) + "..." : name;
        return '"' + start.replace("\0", "\\0") + '"';
    }
}
