package io.millrace.http.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords, which is slow on purpose: on few threads, so that whoever guesses takes no time from others, and not
 * again for one that was right a moment ago. Such are remembered as a keyed hash, by a key of this process.
 */
final class PasswordChecks<C> implements AutoCloseable {
    private static final String MAC = "HmacSHA256";
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 200;
    private static final int REMEMBERED_MAX = 1_000;
    private static final int KEY_BYTES = 32;

    /** Somebody who is not there takes as long to refuse as somebody who is. */
    private static final PasswordHash NOBODY = PasswordHash.of("nobody".toCharArray());

    private final Supplier<Accounts<C>> accounts;
    private final byte[] key = new byte[KEY_BYTES];
    private final ThreadPoolExecutor threads;

    /** What was right, and against which hash: a new password of an account ends what is remembered of the old. */
    private final Map<String, PasswordHash> right = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PasswordHash> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    PasswordChecks(Supplier<Accounts<C>> accounts) {
        this.accounts = accounts;
        new SecureRandom().nextBytes(key);
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, "http-passwords");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The caller if the password is his, else empty. Fails with a {@link RejectedExecutionException} when too many wait.
     */
    CompletableFuture<Optional<C>> check(String name, String password) {
        Optional<Account<C>> account = accounts.get().of(name);
        Optional<PasswordHash> hash = account.flatMap(Account::password);
        String trace = trace(name, password);
        if (hash.isPresent() && hash.equals(remembered(trace))) {
            return CompletableFuture.completedFuture(account.map(Account::caller));
        }
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        boolean matches = hash.orElse(NOBODY).matches(password.toCharArray());
                        if (!matches || hash.isEmpty()) {
                            return Optional.empty();
                        }
                        remember(trace, hash.get());
                        return account.map(Account::caller);
                    },
                    threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Optional<PasswordHash> remembered(String trace) {
        synchronized (right) {
            return Optional.ofNullable(right.get(trace));
        }
    }

    private void remember(String trace, PasswordHash hash) {
        synchronized (right) {
            right.put(trace, hash);
        }
    }

    private String trace(String name, String password) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder().encodeToString(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + MAC, e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
