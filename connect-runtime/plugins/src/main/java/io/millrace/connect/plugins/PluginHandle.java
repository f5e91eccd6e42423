package io.millrace.connect.plugins;

import io.millrace.connect.plugins.loader.LoaderLease;
import io.millrace.connect.plugins.loader.LoaderSwap;
import java.lang.ref.Reference;

/**
 * An instance of a plugin together with the class loader that its code expects. Every call goes through the handle, so
 * that nobody forgets to swap the context class loader and to put it back. As long as the handle is there its loader
 * stays open, though the plugin be replaced or removed meanwhile; {@link #close} gives the loader back.
 *
 * @param <T> the API type, as in {@code PluginHandle<SinkTask>}
 */
public final class PluginHandle<T> implements AutoCloseable {
    private final T instance;
    private final Class<?> named;
    private final ClassLoader loader;
    private final LoaderLease lease;

    PluginHandle(T instance, Class<?> named, ClassLoader loader, LoaderLease lease) {
        this.instance = instance;
        this.named = named;
        this.loader = loader;
        this.lease = lease;
    }

    /** A handle for an instance that was not made by {@link Plugins}, as of tests or of the runtime's own parts. */
    public static <T> PluginHandle<T> of(T instance) {
        ClassLoader loader = instance.getClass().getClassLoader();
        return new PluginHandle<>(instance, instance.getClass(), loader, LoaderLease.of(loader));
    }

    /** The bare instance, for reading only what cannot run plugin code. */
    public T instance() {
        return instance;
    }

    public ClassLoader loader() {
        return loader;
    }

    /** The class that a configuration names, of which the instance may be a subclass of ours. For all that is shown. */
    public Class<?> namedClass() {
        return named;
    }

    public String className() {
        return named.getName();
    }

    /** Runs a call that gives a result, under the plugin's class loader. */
    public <R, E extends Exception> R call(Call<? super T, R, E> call) throws E {
        ClassLoader previous = LoaderSwap.enter(loader);
        try {
            return call.on(instance);
        } finally {
            LoaderSwap.leave(previous);
            Reference.reachabilityFence(lease);
        }
    }

    /** Runs a call without a result, under the plugin's class loader. */
    public <E extends Exception> void run(Action<? super T, E> action) throws E {
        ClassLoader previous = LoaderSwap.enter(loader);
        try {
            action.on(instance);
        } finally {
            LoaderSwap.leave(previous);
            Reference.reachabilityFence(lease);
        }
    }

    /** The same instance under a narrower type; one of the two handles is to be closed. */
    public <S> PluginHandle<S> as(Class<S> type) {
        return new PluginHandle<>(type.cast(instance), named, loader, lease);
    }

    /**
     * The instance is used no more, by this handle or by those made of it. Calls nothing of the plugin: what it has to
     * close itself must have been closed before.
     */
    @Override
    public void close() {
        lease.close();
    }

    /** A call into a plugin with a result. */
    @FunctionalInterface
    public interface Call<T, R, E extends Exception> {
        R on(T instance) throws E;
    }

    /** A call into a plugin without a result. */
    @FunctionalInterface
    public interface Action<T, E extends Exception> {
        void on(T instance) throws E;
    }
}
