package io.millrace.connect.plugins.secrets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Keeps secrets out of messages: the values of secret keys, and what config providers put in. */
public final class Redaction {
    /** Hides nothing. */
    public static final Redaction NONE = new Redaction(List.of());

    /** A shorter secret would turn every message that has its letters into noise, and hide little. */
    private static final int LENGTH_MIN = 3;

    private final List<String> secrets;

    private Redaction(Collection<String> secrets) {
        // Kafka's definitions strip what they parse, and name it so when they refuse it.
        this.secrets = secrets.stream()
                .flatMap(secret -> Stream.of(secret, secret.strip()))
                .filter(secret -> secret.length() >= LENGTH_MIN)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /**
     * The secrets in a configuration: {@code written} by its author and {@code resolved} by the providers. {@code
     * resolver} is asked for each reference within a longer value, since a password is a secret without the address that
     * it stands in, too.
     */
    public static Redaction of(
            SecretKeys keys,
            Map<String, String> written,
            Map<String, String> resolved,
            UnaryOperator<Map<String, String>> resolver) {
        Set<String> secrets = new LinkedHashSet<>(keys.literals(resolved));
        Map<String, String> parts = new LinkedHashMap<>();
        resolved.forEach((key, value) -> {
            String author = written.get(key);
            if (value != null && !Objects.equals(value, author)) {
                secrets.add(value);
                if (author != null && !References.one(author)) {
                    References.in(author).forEach(reference -> parts.put(reference, reference));
                }
            }
        });
        if (!parts.isEmpty()) {
            resolver.apply(parts).forEach((reference, value) -> {
                if (value != null && !value.equals(reference)) {
                    secrets.add(value);
                }
            });
        }
        return new Redaction(secrets);
    }

    /** The secrets that stand in a configuration itself. */
    public static Redaction of(SecretKeys keys, Map<String, String> written) {
        return new Redaction(keys.literals(written));
    }

    /** Hides what any of them hides. */
    public static Redaction of(Collection<Redaction> several) {
        List<String> all = new ArrayList<>();
        several.forEach(each -> all.addAll(each.secrets));
        return new Redaction(all);
    }

    /** The text without secrets. Texts are cut after this, not before: half a secret would not be found. */
    public String apply(String text) {
        if (text == null) {
            return null;
        }
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, SecretKeys.HIDDEN);
        }
        return clean;
    }

    /** Whether a secret is in the text. */
    public boolean finds(String text) {
        return text != null && secrets.stream().anyMatch(text::contains);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Redaction that && secrets.equals(that.secrets);
    }

    @Override
    public int hashCode() {
        return secrets.hashCode();
    }
}
