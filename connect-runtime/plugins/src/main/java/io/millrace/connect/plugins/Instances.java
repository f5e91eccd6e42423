package io.millrace.connect.plugins;

import io.millrace.connect.plugins.loader.LoaderLease;
import io.millrace.connect.plugins.loader.LoaderSwap;
import java.lang.reflect.InvocationTargetException;
import org.apache.kafka.common.config.ConfigException;

/** Makes instances of plugin classes. */
final class Instances {
    private Instances() {}

    static <T> PluginHandle<T> make(ClassLoader loader, String className, Class<T> type) {
        LoaderLease lease = LoaderLease.of(loader);
        try {
            return new PluginHandle<>(made(loader, className, type), loader, lease);
        } catch (Throwable e) {
            lease.close();
            throw e;
        }
    }

    private static <T> T made(ClassLoader loader, String className, Class<T> type) {
        try {
            return LoaderSwap.under(
                    loader,
                    () -> type.cast(Class.forName(className, true, loader)
                            .getDeclaredConstructor()
                            .newInstance()));
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
