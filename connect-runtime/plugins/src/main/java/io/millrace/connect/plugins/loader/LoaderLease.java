package io.millrace.connect.plugins.loader;

import java.lang.ref.Cleaner;

/**
 * One use of a class loader, which stays open meanwhile even if its plugin is replaced or removed. A lease that nobody
 * ends is ended when the garbage collector finds it: late, but a loader is not lost for good.
 */
public final class LoaderLease implements AutoCloseable {
    private static final Cleaner FORGOTTEN = Cleaner.create();

    private final Cleaner.Cleanable end;

    private LoaderLease(Runnable end) {
        this.end = FORGOTTEN.register(this, end);
    }

    /**
     * A lease of this loader, if it is a plugin's; others never close.
     *
     * @throws ClosedPluginException if the plugin is gone, so that nothing can be loaded from it
     */
    public static LoaderLease of(ClassLoader loader) {
        if (!(loader instanceof PluginClassLoader plugin)) {
            return new LoaderLease(() -> {});
        }
        LoaderUses uses = plugin.uses();
        if (!uses.begin()) {
            throw new ClosedPluginException(plugin.location());
        }
        return new LoaderLease(uses::end);
    }

    /** Ends the use; a second time does nothing. */
    @Override
    public void close() {
        end.clean();
    }
}
