package io.millrace.http.access;

import io.millrace.tokens.RefusedTokenException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;

/**
 * By what somebody may become known to a server: an account of the file, if there is one, a certificate, a token. Any thread.
 *
 * @param <C> what the server knows of somebody
 */
public final class Doors<C> {
    private final Optional<Authentication<C>> accounts;
    private final Optional<CallerReader<C>> strangers;
    private final Optional<TokenDoor> tokens;
    private final Function<String, String> names;
    private final Predicate<SSLSession> trusted;

    private Doors(
            Optional<Authentication<C>> accounts,
            Optional<CallerReader<C>> strangers,
            Optional<TokenDoor> tokens,
            Function<String, String> names,
            Predicate<SSLSession> trusted) {
        this.accounts = accounts;
        this.strangers = strangers;
        this.tokens = tokens;
        this.names = names;
        this.trusted = trusted;
    }

    /** Nobody is asked who he is without {@code accounts}; a certificate names one of them by its distinguished name. */
    public static <C> Doors<C> ofAccounts(Optional<Authentication<C>> accounts, Predicate<SSLSession> trusted) {
        return new Doors<>(accounts, Optional.empty(), Optional.empty(), name -> name, trusted);
    }

    /**
     * A certificate or a token names an account if there are accounts, and else lets in by itself.
     *
     * @param names makes a name of the distinguished name of a certificate; empty if none does
     * @param strangers what the server knows of somebody who has a certificate or a token alone; empty where neither is
     *     asked for
     */
    public static <C> Doors<C> of(
            Optional<Authentication<C>> accounts,
            Optional<CallerReader<C>> strangers,
            Optional<TokenDoor> tokens,
            Function<String, String> names,
            Predicate<SSLSession> trusted) {
        return new Doors<>(accounts, strangers, tokens, names, trusted);
    }

    /** Whether nobody is asked who he is. */
    boolean areOpen() {
        return accounts.isEmpty() && strangers.isEmpty() && tokens.isEmpty();
    }

    /** Whether a password may be told. */
    boolean takePasswords() {
        return accounts.isPresent();
    }

    /** Whether a token may be shown. */
    boolean takeTokens() {
        return tokens.isPresent();
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

    /** The name of whom the token of an {@code Authorization} header is of; only where tokens may be shown. */
    String named(String authorization) throws RefusedTokenException {
        return tokens.orElseThrow().name(authorization);
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
        return accounts.isPresent() ? accounts.get().known(name) : strangers.map(reader -> reader.caller(name, ""));
    }
}
