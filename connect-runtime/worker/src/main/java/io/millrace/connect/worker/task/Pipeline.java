package io.millrace.connect.worker.task;

/** The life of one source or sink task on its thread. */
interface Pipeline {

    /** Initialises and starts the plugin, unless it is time to stop before that. */
    void start() throws InterruptedException;

    /** Moves records until the switch says stop; throws what ends the task. Commits what it has moved. */
    void move() throws InterruptedException;

    /** Makes a blocking call of the client return; from any thread. */
    void wakeUp();

    /** Stops the plugin, once; from the task's thread, or from the stopper's when that one hangs. */
    void stopPlugin();

    /** The task's thread was given up: nothing more may leave, whatever it still does. From another thread. */
    void cut();

    /** Frees everything, on the task's thread; after a cut too, should that thread come back one day. */
    void close();
}
