package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.control.OffsetHistoryEntry.Kind;
import java.util.Optional;

/** What happens to the offsets of a connector, and who asked for it, where that is known. */
record Occasion(Kind kind, Optional<String> by) {}
