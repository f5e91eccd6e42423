package io.millrace.hub.demo;

import java.io.PrintStream;
import java.util.Locale;

/** One line that says where the pipelines are: redrawn in a terminal, printed now and then elsewhere. */
final class LiveView {

    private static final int PRINT_EVERY = 5;

    private final PrintStream out;
    private final boolean terminal;
    private final long startNanos = System.nanoTime();
    private long lastNanos = startNanos;
    private long lastChanged;
    private long lastApplied;
    private long calls;

    LiveView(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Called about once a second by the main thread. */
    void show(long rowsChanged, Progress progress, int kills) {
        long nowNanos = System.nanoTime();
        double seconds = Math.max(0.001, (nowNanos - lastNanos) / 1e9);
        calls++;
        if (!terminal && calls % PRINT_EVERY != 0) {
            return;
        }
        String line = String.format(
                Locale.ROOT,
                "%4d s  shop %,9d rows (%,6.0f/s)  warehouse %,9d records (%,6.0f/s)  lag %s  files %,5d (%,9d records)%s",
                (nowNanos - startNanos) / 1_000_000_000,
                rowsChanged,
                (rowsChanged - lastChanged) / seconds,
                progress.recordsApplied(),
                (progress.recordsApplied() - lastApplied) / seconds,
                progress.lag() == null
                        ? "     -"
                        : String.format(Locale.ROOT, "%5.1f s", progress.lag().toMillis() / 1000.0),
                progress.files(),
                progress.recordsInFiles(),
                kills == 0 ? "" : "  kills " + kills);
        lastNanos = nowNanos;
        lastChanged = rowsChanged;
        lastApplied = progress.recordsApplied();
        out.print(terminal ? "\r\033[K" + line : line + System.lineSeparator());
        out.flush();
    }

    /** A line of its own between the redrawn ones. */
    void say(String line) {
        out.println((terminal ? "\r\033[K" : "") + line);
        out.flush();
    }
}
