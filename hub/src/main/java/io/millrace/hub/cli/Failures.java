package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.Messages;
import java.io.PrintWriter;

/** How a failure of a command becomes one line and an exit code. */
final class Failures {

    /** Exit code of a command that was called correctly and failed. */
    static final int FAILED = 1;

    private Failures() {}

    /** Tells a person what failed, and returns the exit code. */
    static int report(Exception failure, PrintWriter err) {
        err.println("millrace: " + Messages.of(failure));
        if (System.getenv("MILLRACE_TRACE") != null) {
            failure.printStackTrace(err);
        } else if (!(failure instanceof CommandException)) {
            err.println("          (MILLRACE_TRACE=1 shows where it comes from)");
        }
        err.flush();
        return FAILED;
    }
}
