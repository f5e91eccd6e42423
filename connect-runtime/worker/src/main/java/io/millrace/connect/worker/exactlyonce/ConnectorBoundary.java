package io.millrace.connect.worker.exactlyonce;

import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/** Ends transactions where the connector says so, and only there. */
final class ConnectorBoundary implements TransactionBoundary {

    private final TransactionRequests requests = new TransactionRequests();

    @Override
    public Ending after(SourceRecord record) {
        return requests.take(record);
    }

    @Override
    public Ending afterBatch(int records) {
        return requests.takeBatch();
    }

    @Override
    public Ending atEnd() {
        return requests.takeBatch();
    }

    @Override
    public boolean endsForPause() {
        return false;
    }

    @Override
    public TransactionContext context() {
        return requests;
    }
}
