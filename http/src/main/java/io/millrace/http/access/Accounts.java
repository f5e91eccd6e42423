package io.millrace.http.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is known: lines of {@code name:roles:hash}. The last two colons count, since the name of a certificate may have
 * some; a hash that is empty makes an account for a certificate only.
 */
final class Accounts<C> {
    private static final int ACCOUNTS_MAX = 10_000;

    private final Map<String, Account<C>> byName;

    private Accounts(Map<String, Account<C>> byName) {
        this.byName = byName;
    }

    static <C> Accounts<C> parse(List<String> lines, CallerReader<C> reader) {
        Map<String, Account<C>> byName = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                Account<C> account = account(line, reader);
                if (byName.put(account.name(), account) != null) {
                    throw new IllegalArgumentException(account.name() + " is there twice");
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        if (byName.isEmpty() || byName.size() > ACCOUNTS_MAX) {
            throw new IllegalArgumentException(
                    byName.isEmpty() ? "there is nobody in it" : "there are more than " + ACCOUNTS_MAX + " accounts");
        }
        return new Accounts<>(byName);
    }

    private static <C> Account<C> account(String line, CallerReader<C> reader) {
        int last = line.lastIndexOf(':');
        int middle = last <= 0 ? -1 : line.lastIndexOf(':', last - 1);
        if (middle <= 0) {
            throw new IllegalArgumentException("a line is name:roles:hash, such as ann:viewer,admin@shop-*:pbkdf2-...");
        }
        String hash = line.substring(last + 1).strip();
        String name = line.substring(0, middle);
        C caller = reader.caller(name, line.substring(middle + 1, last));
        return new Account<>(name, caller, hash.isEmpty() ? Optional.empty() : Optional.of(PasswordHash.parse(hash)));
    }

    Optional<Account<C>> of(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    int size() {
        return byName.size();
    }
}
