package io.millrace.integration.faults.registry;

/** What befalls a leader. */
enum LeaderFault {
    /** It is started again, and claims the writes then, when another one leads. */
    KILL("kill -9") {
        @Override
        void strike(RegistryCluster cluster, RegisteringClients clients, Takeovers takeovers) {
            RegistryNode leader = cluster.leader();
            long struckNanos = System.nanoTime();
            leader.kill();
            cluster.awaitLeaderBut(leader);
            clients.awaitMore(FLOWING);
            takeovers.add(this, System.nanoTime() - struckNanos);
            leader.start();
        }
    },
    /** It goes on where it stood, with requests under way, when another one leads. */
    PAUSE("SIGSTOP") {
        @Override
        void strike(RegistryCluster cluster, RegisteringClients clients, Takeovers takeovers) {
            RegistryNode leader = cluster.leader();
            long struckNanos = System.nanoTime();
            leader.pause();
            try {
                cluster.awaitLeaderBut(leader);
                clients.awaitMore(FLOWING);
                takeovers.add(this, System.nanoTime() - struckNanos);
            } finally {
                leader.resume();
            }
        }
    },
    /** Whoever takes over dies as soon as it has claimed the writes; both are started again under load. */
    KILL_TWO("kill -9 of leader and successor") {
        @Override
        void strike(RegistryCluster cluster, RegisteringClients clients, Takeovers takeovers) {
            RegistryNode leader = cluster.leader();
            long struckNanos = System.nanoTime();
            leader.kill();
            RegistryNode successor = cluster.awaitLeaderBut(leader);
            successor.kill();
            cluster.awaitLeaderBut(leader, successor);
            clients.awaitMore(FLOWING);
            takeovers.add(this, System.nanoTime() - struckNanos);
            successor.start();
            leader.start();
        }
    };

    /** Acknowledgements after which the registry counts as working again. */
    private static final int FLOWING = 20;

    private final String title;

    LeaderFault(String title) {
        this.title = title;
    }

    /** Strikes and mends; returns when all instances run. */
    abstract void strike(RegistryCluster cluster, RegisteringClients clients, Takeovers takeovers);

    @Override
    public String toString() {
        return title;
    }
}
