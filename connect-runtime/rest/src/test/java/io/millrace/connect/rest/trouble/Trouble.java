package io.millrace.connect.rest.trouble;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigDef;

/** What a plugin is to do wrong, and in which of its methods: {@code "poll blocks"}. */
public final class Trouble {

    public static final String KEY = "trouble";

    private static volatile CountDownLatch released = new CountDownLatch(1);

    private Trouble() {}

    /** Lets every call go that blocks; those that come later block again. */
    public static void release() {
        CountDownLatch before = released;
        released = new CountDownLatch(1);
        before.countDown();
    }

    static ConfigDef keys() {
        return new ConfigDef().define(KEY, ConfigDef.Type.STRING, "none", ConfigDef.Importance.LOW, "what goes wrong");
    }

    /** To be called by every method of a plugin. */
    static void in(String method, Map<String, String> config) {
        in(method, config.getOrDefault(KEY, "none"));
    }

    static void in(String method, String trouble) {
        if (!trouble.startsWith(method + " ")) {
            return;
        }
        switch (trouble.substring(method.length() + 1)) {
            case "blocks" -> block();
            case "class" -> throw new NoClassDefFoundError("a.missing.Class");
            case "stack" -> recurse(1);
            case "heap" -> throw new IllegalStateException("not so large: " + new long[Integer.MAX_VALUE].length);
            case "death" -> throw new ThreadDeath();
            default -> throw new IllegalArgumentException(trouble);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // That is the trouble.
    private static int recurse(int depth) {
        return depth + recurse(depth + 1);
    }

    /** As some do: an interrupt is no reason to come back. */
    private static void block() {
        CountDownLatch mine = released;
        while (true) {
            try {
                mine.await();
                return;
            } catch (InterruptedException e) {
                // Not even noted.
            }
        }
    }
}
