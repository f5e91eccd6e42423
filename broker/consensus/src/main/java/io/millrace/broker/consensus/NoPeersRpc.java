package io.millrace.broker.consensus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;

/**
 * The transport of a voter that has no peers: it opens no port and loads no gRPC, which would be a third of what a start
 * of the quorum costs. Ratis finds it by the name of the class.
 */
final class NoPeersRpc implements RpcType, ServerFactory, RaftServerRpc {
    static final int NO_PORT = 0;

    @Override
    public String name() {
        return NoPeersRpc.class.getName();
    }

    @Override
    public ServerFactory newFactory(Parameters parameters) {
        return this;
    }

    @Override
    public RpcType getRpcType() {
        return this;
    }

    @Override
    public RaftServerRpc newRaftServerRpc(RaftServer server) {
        return this;
    }

    @Override
    public void start() {
        // Nothing listens.
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    @Override
    public InetSocketAddress getInetSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), NO_PORT);
    }

    /** Ratis names the members of the group here, this node among them. */
    @Override
    public void addRaftPeers(Collection<RaftPeer> peers) {
        if (peers.size() > 1) {
            throw new IllegalStateException("A voter without a transport can not have the peers " + peers);
        }
    }

    @Override
    public void handleException(RaftPeerId peer, Exception failure, boolean reconnect) {
        throw notReachable();
    }

    @Override
    public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
        throw notReachable();
    }

    @Override
    public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) throws IOException {
        throw notReachable();
    }

    @Override
    public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) throws IOException {
        throw notReachable();
    }

    @Override
    public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
            throws IOException {
        throw notReachable();
    }

    private static IllegalStateException notReachable() {
        return new IllegalStateException("This voter has no peers to talk to");
    }
}
