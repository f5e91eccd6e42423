package io.millrace.http.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out who somebody is, by a password or a certificate, among the accounts of a file.
 *
 * @param <C> what the server knows of somebody
 */
public final class Authentication<C> implements AutoCloseable {
    private static final String BASIC = "basic ";
    private static final int CREDENTIALS_MAX = 4 * 1024;

    private final AccountsFile<C> accounts;
    private final PasswordChecks<C> passwords;

    private Authentication(AccountsFile<C> accounts) {
        this.accounts = accounts;
        this.passwords = new PasswordChecks<>(accounts);
    }

    /** {@code key} is the property that names the file, for what is said when it cannot be used. */
    public static <C> Authentication<C> open(String key, Path file, CallerReader<C> reader) {
        return new Authentication<>(new AccountsFile<>(key, file, reader));
    }

    /** A line for that file. Fails with a message for people when a name or a role cannot stand in it. */
    public static String line(String name, String roles, char[] password, CallerReader<?> reader) {
        String line = name + ":" + roles + ":" + PasswordHash.of(password);
        if (name.isBlank()
                || name.contains(":")
                || name.startsWith("#")
                || line.lines().count() != 1) {
            throw new IllegalArgumentException("a name has no colon and no line break, and does not begin with #");
        }
        Accounts.parse(List.of(line), reader);
        return line;
    }

    /**
     * The caller of an {@code Authorization} header, empty if it is not his or no Basic one. Fails with a
     * {@link java.util.concurrent.RejectedExecutionException} when too many passwords wait to be checked.
     */
    public CompletableFuture<Optional<C>> basic(String authorization) {
        if (authorization.length() > CREDENTIALS_MAX
                || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String credentials;
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            credentials = new String(decoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        int colon = credentials.indexOf(':');
        if (colon < 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return passwords.check(credentials.substring(0, colon), credentials.substring(colon + 1));
    }

    /** The caller of this name, which a certificate or another worker vouches for. */
    public Optional<C> known(String name) {
        return accounts.get().of(name).map(Account::caller);
    }

    @Override
    public void close() {
        passwords.close();
    }
}
