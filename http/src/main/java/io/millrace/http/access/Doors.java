package io.millrace.http.access;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;

/**
 * By what somebody may become known to a server: an account of the file, if there is one, and a certificate. Any thread.
 *
 * @param <C> what the server knows of somebody
 */
public final class Doors<C> {
    private final Optional<Authentication<C>> accounts;
    private final Optional<CallerReader<C>> certificates;
    private final Function<String, String> names;
    private final Predicate<SSLSession> trusted;

    private Doors(
            Optional<Authentication<C>> accounts,
            Optional<CallerReader<C>> certificates,
            Function<String, String> names,
            Predicate<SSLSession> trusted) {
        this.accounts = accounts;
        this.certificates = certificates;
        this.names = names;
        this.trusted = trusted;
    }

    /** Nobody is asked who he is without {@code accounts}; a certificate names one of them by its distinguished name. */
    public static <C> Doors<C> ofAccounts(Optional<Authentication<C>> accounts, Predicate<SSLSession> trusted) {
        return new Doors<>(accounts, Optional.empty(), name -> name, trusted);
    }

    /**
     * A certificate names an account if there are accounts, and else lets in by itself.
     *
     * @param names makes a name of the distinguished name of a certificate; empty if none does
     * @param certificates what the server knows of somebody who has a certificate alone; empty where none are asked for
     */
    public static <C> Doors<C> of(
            Optional<Authentication<C>> accounts,
            Optional<CallerReader<C>> certificates,
            Function<String, String> names,
            Predicate<SSLSession> trusted) {
        return new Doors<>(accounts, certificates, names, trusted);
    }

    /** Whether nobody is asked who he is. */
    boolean areOpen() {
        return accounts.isEmpty() && certificates.isEmpty();
    }

    /** Whether the certificate of a session, if it has one, is still good; the session is null without TLS. */
    boolean trusts(SSLSession session) {
        return trusted.test(session);
    }

    /** See {@link Authentication#basic}. */
    CompletableFuture<Optional<C>> basic(String authorization) {
        return accounts.map(known -> known.basic(authorization))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /** Whom a certificate of this distinguished name names. */
    Optional<C> certified(String distinguishedName) {
        return vouchedFor(names.apply(distinguishedName));
    }

    /** The caller of a name that is beyond doubt. */
    Optional<C> vouchedFor(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return accounts.isPresent() ? accounts.get().known(name) : certificates.map(reader -> reader.caller(name, ""));
    }
}
