package io.millrace.hub.node;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/**
 * Names the keys of a server in its refusals as the user wrote them. The servers know nothing of the hub's prefixes, and
 * most refusals are made by Kafka's own classes, so it is the text that is put right.
 */
final class KeysAsWritten {

    private static final Pattern GUESSES = Pattern.compile("did you mean ([^?]+)\\?");
    private static final String OR = " or ";

    private final String prefix;
    private final Set<String> prefixed;

    /**
     * @param prefix what stands before the keys, such as {@code gateway.}
     * @param prefixed the server's own names of the keys that the user wrote behind it
     */
    KeysAsWritten(String prefix, Set<String> prefixed) {
        this.prefix = prefix;
        this.prefixed = prefixed;
    }

    /** Starts a server; its refusal of a key is an {@link IllegalArgumentException} with the key as it was written. */
    <T> T start(Supplier<T> server) {
        try {
            return server.get();
        } catch (IllegalArgumentException | ConfigException refusal) {
            String told = String.valueOf(refusal.getMessage());
            String message = in(told);
            if (message.equals(told)) {
                throw refusal;
            }
            throw new IllegalArgumentException(message, refusal);
        }
    }

    private String in(String message) {
        if (prefixed.isEmpty()) {
            return message;
        }
        // The longest first, for one key can be the beginning of another.
        String anyKey = prefixed.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        Pattern wholeKey = Pattern.compile("(?<![\\w.-])(?:" + anyKey + ")(?![\\w-]|\\.\\w)");
        String named = wholeKey.matcher(message).replaceAll(Matcher.quoteReplacement(prefix) + "$0");
        return named.equals(message)
                ? message
                : GUESSES.matcher(named)
                        .replaceAll(found -> Matcher.quoteReplacement("did you mean " + guesses(found.group(1)) + "?"));
    }

    /** Whoever writes one key behind the prefix will write its correction there, too. */
    private String guesses(String keys) {
        return Arrays.stream(keys.split(OR))
                .map(key -> key.startsWith(prefix) ? key : prefix + key)
                .collect(Collectors.joining(OR));
    }
}
