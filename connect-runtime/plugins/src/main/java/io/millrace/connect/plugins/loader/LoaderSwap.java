package io.millrace.connect.plugins.loader;

/** Puts a class loader in place of the thread's own for the length of one action. */
public final class LoaderSwap {
    private LoaderSwap() {}

    /** Plugins and the libraries that they carry find their classes through the context class loader. */
    public static <R, E extends Exception> R under(ClassLoader loader, Action<R, E> action) throws E {
        ClassLoader previous = enter(loader);
        try {
            return action.run();
        } finally {
            leave(previous);
        }
    }

    /** Puts the loader in place; answers the one that {@link #leave} is to put back. */
    public static ClassLoader enter(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        // Calls come with every record, and to store a reference costs more than to look at it.
        if (previous != loader) {
            thread.setContextClassLoader(loader);
        }
        return previous;
    }

    /** Puts the former loader back, whatever the plugin has put there meanwhile. */
    public static void leave(ClassLoader previous) {
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() != previous) {
            thread.setContextClassLoader(previous);
        }
    }

    /** What runs under the other loader. */
    @FunctionalInterface
    public interface Action<R, E extends Exception> {
        R run() throws E;
    }
}
