package io.millrace.connect.plugins.loader;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts who uses a class loader, and closes it when it is retired and nobody does any more. */
final class LoaderUses {
    private static final Logger LOGGER = LoggerFactory.getLogger(LoaderUses.class);

    private final Closeable loader;
    private final String name;
    private int uses;
    private boolean retired;
    private boolean closed;

    LoaderUses(Closeable loader, String name) {
        this.loader = loader;
        this.name = name;
    }

    /** False once the loader is closed. */
    synchronized boolean begin() {
        if (closed) {
            return false;
        }
        uses++;
        return true;
    }

    synchronized void end() {
        uses--;
        closeIfOver();
    }

    synchronized void retire() {
        retired = true;
        closeIfOver();
    }

    synchronized int count() {
        return uses;
    }

    synchronized boolean closed() {
        return closed;
    }

    private void closeIfOver() {
        if (!retired || closed || uses > 0) {
            return;
        }
        closed = true;
        try {
            loader.close();
        } catch (IOException e) {
            LOGGER.warn("plugin loader did not close loader={}", name, e);
        }
    }
}
