package io.millrace.connectors.cdc;

import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.service.spi.ServiceRegistry;

/**
 * Debezium's task, whose snapshot may be killed in its middle: what the source deleted before the snapshot is taken
 * again is told as well.
 *
 * @see RepeatedSnapshots
 */
public final class PostgresCdcSourceTask extends PostgresConnectorTask {

    @Override
    protected void registerServiceProviders(ServiceRegistry services) {
        super.registerServiceProviders(services);
        services.registerServiceProvider(new RepeatedSnapshots());
    }
}
