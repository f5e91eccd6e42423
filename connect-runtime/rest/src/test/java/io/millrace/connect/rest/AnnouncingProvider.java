package io.millrace.connect.rest;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.config.ConfigChangeCallback;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/** A config provider that says when something changes, and gives no time to live. */
public final class AnnouncingProvider implements ConfigProvider {
    private static final String KEY = "word";
    private static final Map<String, String> WORDS = new ConcurrentHashMap<>();
    private static final Map<String, ConfigChangeCallback> CALLBACKS = new ConcurrentHashMap<>();

    /** Sets the word of a path, and tells nobody. */
    static void set(String path, String word) {
        WORDS.put(path, word);
    }

    /** Tells whoever has subscribed to the path; false when nobody has. */
    static boolean announce(String path) {
        ConfigChangeCallback callback = CALLBACKS.get(path);
        if (callback == null) {
            return false;
        }
        callback.onChange(path, new ConfigData(Map.of(KEY, WORDS.get(path))));
        return true;
    }

    /** The paths that somebody has subscribed to. */
    static Set<String> subscribed() {
        return new TreeSet<>(CALLBACKS.keySet());
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Needs nothing.
    }

    @Override
    public ConfigData get(String path) {
        return new ConfigData(Map.of(KEY, WORDS.get(path)));
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        return get(path);
    }

    @Override
    public void subscribe(String path, Set<String> keys, ConfigChangeCallback callback) {
        if (!keys.equals(Set.of(KEY)) || CALLBACKS.putIfAbsent(path, callback) != null) {
            throw new IllegalArgumentException("not twice, and for the word alone: " + path + " " + keys);
        }
    }

    @Override
    public void unsubscribe(String path, Set<String> keys, ConfigChangeCallback callback) {
        if (!keys.equals(Set.of(KEY)) || !CALLBACKS.remove(path, callback)) {
            throw new IllegalArgumentException("nobody has subscribed to " + path + " " + keys);
        }
    }

    @Override
    public void close() {
        CALLBACKS.clear();
    }
}
