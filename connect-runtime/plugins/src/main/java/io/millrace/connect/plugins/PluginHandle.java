package io.millrace.connect.plugins;

import io.millrace.connect.plugins.loader.LoaderSwap;

/**
 * An instance of a plugin together with the class loader that its code expects. Every call goes through the handle, so
 * that nobody forgets to swap the context class loader and to put it back.
 *
 * @param <T> the API type, as in {@code PluginHandle<SinkTask>}
 */
public final class PluginHandle<T> {
    private final T instance;
    private final ClassLoader loader;

    PluginHandle(T instance, ClassLoader loader) {
        this.instance = instance;
        this.loader = loader;
    }

    /** A handle for an instance that was not made by {@link Plugins}, as of tests or of the runtime's own parts. */
    public static <T> PluginHandle<T> of(T instance) {
        return new PluginHandle<>(instance, instance.getClass().getClassLoader());
    }

    /** The bare instance, for reading only what cannot run plugin code. */
    public T instance() {
        return instance;
    }

    public ClassLoader loader() {
        return loader;
    }

    public String className() {
        return instance.getClass().getName();
    }

    /** Runs a call that gives a result, under the plugin's class loader. */
    public <R, E extends Exception> R call(Call<? super T, R, E> call) throws E {
        return LoaderSwap.<R, E>under(loader, () -> call.on(instance));
    }

    /** Runs a call without a result, under the plugin's class loader. */
    public <E extends Exception> void run(Action<? super T, E> action) throws E {
        LoaderSwap.<Void, E>under(loader, () -> {
            action.on(instance);
            return null;
        });
    }

    /** The same instance under a narrower type. */
    public <S> PluginHandle<S> as(Class<S> type) {
        return new PluginHandle<>(type.cast(instance), loader);
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
