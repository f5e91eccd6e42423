package io.millrace.connect.plugins.loader;

/** Puts a class loader in place of the thread's own for the length of one action. */
public final class LoaderSwap {
    private LoaderSwap() {}

    /** Plugins and the libraries that they carry find their classes through the context class loader. */
    public static <R, E extends Exception> R under(ClassLoader loader, Action<R, E> action) throws E {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.run();
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    /** What runs under the other loader. */
    @FunctionalInterface
    public interface Action<R, E extends Exception> {
        R run() throws E;
    }
}
