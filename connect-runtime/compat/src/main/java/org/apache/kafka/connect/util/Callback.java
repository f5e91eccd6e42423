package org.apache.kafka.connect.util;

/**
 * Is told how something went that takes time.
 *
 * @param <V> the result
 */
@FunctionalInterface
public interface Callback<V> {
    /** Called with a failure and no result, or with a result and no failure. */
    void onCompletion(Throwable error, V result);
}
