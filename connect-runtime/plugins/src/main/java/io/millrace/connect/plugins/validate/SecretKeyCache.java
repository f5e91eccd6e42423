package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.secrets.SecretKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The secret keys of configurations, asked for once for all that name the same plugins. Reads wait for a plugin's answer
 * once and for a bounded time; without it, they hide what they do not know.
 */
final class SecretKeyCache {
    private static final int ENTRIES_MAX = 1_000;
    private static final long WAIT_MS = 3_000;
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final Set<String> NAMING = Set.of(
            "connector.class",
            "connector.plugin.version",
            "key.converter",
            "value.converter",
            "header.converter",
            "transforms",
            "predicates");

    private final Function<Map<String, String>, CompletableFuture<SecretKeys>> ask;
    private final Supplier<SecretKeys> untold;
    private final LongSupplier edition;
    private long askedEdition;

    private final Map<Map<String, String>, Entry> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, String>, Entry> eldest) {
            return size() > ENTRIES_MAX;
        }
    };

    /** {@code edition} is another number whenever plugins may answer differently. */
    SecretKeyCache(
            Function<Map<String, String>, CompletableFuture<SecretKeys>> ask,
            Supplier<SecretKeys> untold,
            LongSupplier edition) {
        this.ask = ask;
        this.untold = untold;
        this.edition = edition;
    }

    /** An answer that may never come, and the one that is given in time. */
    private record Entry(CompletableFuture<SecretKeys> told, CompletableFuture<SecretKeys> awaited, long askedNanos) {
        boolean worthAnotherTry() {
            return told.isCompletedExceptionally() && System.nanoTime() - askedNanos > ASK_AGAIN_NANOS;
        }
    }

    /** Never fails, and completes within {@link #WAIT_MS} of the first question. */
    CompletableFuture<SecretKeys> of(Map<String, String> config) {
        Map<String, String> names = new TreeMap<>();
        config.forEach((key, value) -> {
            boolean step = key.startsWith("transforms.") || key.startsWith("predicates.");
            if (value != null && (NAMING.contains(key) || (step && key.endsWith(".type")))) {
                names.put(key, value);
            }
        });
        Entry entry;
        synchronized (entries) {
            forgetEarlierEdition();
            entry = entries.get(names);
            if (entry == null || entry.worthAnotherTry()) {
                entry = asked(names);
                entries.put(names, entry);
            }
        }
        boolean told = entry.told().isDone() && !entry.told().isCompletedExceptionally();
        return told ? entry.told() : entry.awaited();
    }

    private void forgetEarlierEdition() {
        long now = edition.getAsLong();
        if (now != askedEdition) {
            askedEdition = now;
            entries.clear();
        }
    }

    private Entry asked(Map<String, String> names) {
        CompletableFuture<SecretKeys> told = ask.apply(names);
        CompletableFuture<SecretKeys> awaited = told.exceptionally(failure -> untold.get())
                .copy()
                .completeOnTimeout(untold.get(), WAIT_MS, TimeUnit.MILLISECONDS);
        return new Entry(told, awaited, System.nanoTime());
    }
}
