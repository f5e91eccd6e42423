package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.worker.log.ConfigRecordCodec;
import io.millrace.connect.worker.log.LogListener;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest view of the config topic. */
public final class ViewTable implements LogListener {

    private final Consumer<ConfigRecord> changes;
    private volatile ClusterView view = ClusterView.EMPTY;

    /** {@code changes} hears each record after it is in the view, on the reading thread. */
    public ViewTable(Consumer<ConfigRecord> changes) {
        this.changes = changes;
    }

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        ConfigRecord read = ConfigRecordCodec.read(entry.key(), entry.value(), entry.offset());
        view = view.apply(read);
        changes.accept(read);
    }

    public ClusterView view() {
        return view;
    }
}
