package io.millrace.connect.install;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;

/** Stops downloads that a plugin cannot need, before they fill a disk. */
final class DownloadBounds extends AbstractTransferListener {
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    /** {@code bytesMax} counts for all files of a plugin together. */
    DownloadBounds(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public void transferStarted(TransferEvent event) throws TransferCancelledException {
        check(event, bytes.get() + Math.max(0, event.getResource().getContentLength()));
    }

    @Override
    public void transferProgressed(TransferEvent event) throws TransferCancelledException {
        check(event, bytes.addAndGet(event.getDataLength()));
    }

    private void check(TransferEvent event, long sum) throws TransferCancelledException {
        if (sum > bytesMax) {
            throw new TransferCancelledException("the plugin has more than " + bytesMax + " bytes, "
                    + event.getResource().getResourceName() + " among them");
        }
    }
}
