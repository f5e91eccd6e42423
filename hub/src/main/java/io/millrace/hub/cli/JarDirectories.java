package io.millrace.hub.cli;

import java.time.ZoneId;

/**
 * Opens the jars of the class path on a thread of its own while the settings are read: classes come from the archive,
 * but the first search for anything else reads the directories of all jars, which takes longer than the settings do.
 */
final class JarDirectories {

    private static final String THREAD_NAME = "open-jars";

    private JarDirectories() {}

    /** Nobody waits for it; who needs a jar first waits for that one. */
    static void openAhead() {
        Thread thread = new Thread(JarDirectories::askForTheZone, THREAD_NAME);
        thread.setDaemon(true);
        thread.start();
    }

    /** The JDK searches all jars for providers of time zones, and log lines need a zone. */
    @SuppressWarnings("ReturnValueIgnored") // The search is what is wanted.
    private static void askForTheZone() {
        ZoneId.systemDefault();
    }
}
