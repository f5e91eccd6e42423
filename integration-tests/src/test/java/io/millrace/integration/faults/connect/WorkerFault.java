package io.millrace.integration.faults.connect;

/** What befalls a worker. Those first in order are the ones that a short run has time for. */
enum WorkerFault {
    /** Its tasks run elsewhere before it is started again. */
    KILL("kill -9") {
        @Override
        void strike(FaultyWorker worker) {
            worker.kill();
        }

        @Override
        void mend(FaultyWorker worker) {
            worker.start();
        }
    },
    /** It goes on where it stood, long after its tasks were given to others. */
    PAUSE("SIGSTOP") {
        @Override
        void strike(FaultyWorker worker) {
            worker.pause();
        }

        @Override
        void mend(FaultyWorker worker) {
            worker.resume();
        }
    },
    /** It runs, and its database answers; what it told the broker meanwhile arrives late. */
    PARTITION("partition") {
        @Override
        void strike(FaultyWorker worker) {
            worker.cutOff();
        }

        @Override
        void mend(FaultyWorker worker) {
            worker.heal();
        }
    },
    /** The broker does what it asks, and it never hears of that. */
    ONE_WAY_PARTITION("one-way partition") {
        @Override
        void strike(FaultyWorker worker) {
            worker.deafen();
        }

        @Override
        void mend(FaultyWorker worker) {
            worker.heal();
        }
    },
    /** It is back before anybody missed it. */
    RESTART("kill -9 with restart at once") {
        @Override
        void strike(FaultyWorker worker) {
            worker.kill();
            worker.start();
        }

        @Override
        void mend(FaultyWorker worker) {
            // It runs.
        }
    };

    private final String title;

    WorkerFault(String title) {
        this.title = title;
    }

    abstract void strike(FaultyWorker worker);

    abstract void mend(FaultyWorker worker);

    /** Whether the worker is away until it is mended, so that its tasks have to run elsewhere. */
    boolean lasts() {
        return this != RESTART;
    }

    @Override
    public String toString() {
        return title;
    }
}
