package io.millrace.connectors.jdbc.apply;

import io.millrace.connectors.jdbc.change.RowRejected;
import java.util.List;

/** Some records of a batch can never be applied; the batch without them may. */
public final class RowsRejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<RowRejected> rejections;

    /** Carries the rejections of one attempt. */
    public RowsRejected(List<RowRejected> rejections) {
        super(rejections.get(0));
        this.rejections = List.copyOf(rejections);
    }

    /** One per record. */
    public List<RowRejected> rejections() {
        return rejections;
    }
}
