package io.millrace.connect.plugins;

import io.millrace.connect.json.FastJsonConverter;
import io.millrace.connect.plugins.loader.LoaderLease;
import io.millrace.connect.plugins.loader.LoaderSwap;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.json.JsonConverter;

/** Makes instances of plugin classes. */
final class Instances {
    /** Classes of Kafka's that we have a faster equal of. A plugin that brings such a class itself keeps its own. */
    private static final Map<Class<?>, Class<?>> FASTER = Map.of(JsonConverter.class, FastJsonConverter.class);

    private Instances() {}

    static <T> PluginHandle<T> make(ClassLoader loader, String className, Class<T> type) {
        LoaderLease lease = LoaderLease.of(loader);
        try {
            return made(loader, className, type, lease);
        } catch (Throwable e) {
            lease.close();
            throw e;
        }
    }

    private static <T> PluginHandle<T> made(ClassLoader loader, String className, Class<T> type, LoaderLease lease) {
        try {
            return LoaderSwap.under(loader, () -> {
                Class<?> named = Class.forName(className, true, loader);
                Class<?> made = FASTER.getOrDefault(named, named);
                T instance = type.cast(made.getDeclaredConstructor().newInstance());
                return new PluginHandle<>(instance, named, loader, lease);
            });
        } catch (InvocationTargetException e) {
            throw failure(className, type, e.getCause());
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw failure(className, type, e);
        }
    }

    private static ConfigException failure(String className, Class<?> type, Throwable cause) {
        ConfigException failure = new ConfigException(
                "Cannot make an instance of " + className + " as a " + type.getSimpleName() + ": " + cause);
        failure.initCause(cause);
        return failure;
    }
}
