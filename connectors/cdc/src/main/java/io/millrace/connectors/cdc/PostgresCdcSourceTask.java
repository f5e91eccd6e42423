package io.millrace.connectors.cdc;

import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.service.spi.ServiceRegistry;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium's task, whose snapshot may be killed in its middle: what the source deleted before the snapshot is taken
 * again is told as well.
 *
 * @see RepeatedSnapshots
 */
public final class PostgresCdcSourceTask extends PostgresConnectorTask {

    /** Null while no changes come a second time. */
    private Replay replay;

    @Override
    protected void registerServiceProviders(ServiceRegistry services) {
        super.registerServiceProviders(services);
        replay = null;
        services.registerServiceProvider(new RepeatedSnapshots(context.offsetStorageReader(), begun -> replay = begun));
    }

    @Override
    public List<SourceRecord> doPoll() throws InterruptedException {
        List<SourceRecord> polled = super.doPoll();
        return replay == null ? polled : replay.passOn(polled);
    }

    @Override
    protected void doStop() {
        super.doStop();
        if (replay != null) {
            replay.close();
            replay = null;
        }
    }
}
