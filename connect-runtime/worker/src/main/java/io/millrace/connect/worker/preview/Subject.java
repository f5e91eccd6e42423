package io.millrace.connect.worker.preview;

/** A connector that is looked at. */
interface Subject extends AutoCloseable {

    /** Finds what there is, until it is enough or {@code over}; runs plugin code, hence on the preview's thread. */
    void look() throws Exception;

    /** Makes a call of the plugin return that blocks; from another thread, at most once. */
    void disturb();

    /** Stops and frees everything, on the preview's thread. */
    @Override
    void close();
}
