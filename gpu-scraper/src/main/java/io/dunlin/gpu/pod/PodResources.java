package io.dunlin.gpu.pod;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the kubelet's pod-resources service over its Unix socket, by one gRPC call on a connection of its own: the service is
 * asked a few times a minute. One thread at a time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is seen through the answer
public final class PodResources implements AutoCloseable {
    /** Where a kubelet listens. */
    public static final Path KUBELET_SOCKET = Path.of("/var/lib/kubelet/pod-resources/kubelet.sock");

    private static final String LIST = "/v1.PodResourcesLister/List";
    private static final long LONGEST_CALL_MILLIS = 5_000;

    private final Path socket;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /** Makes a client for a socket. */
    public PodResources(Path socket) {
        this.socket = socket;
    }

    /**
     * Returns who holds which device now.
     *
     * @throws IOException when the service does not answer, or not with success
     */
    public DeviceHolders list() throws IOException {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        UnaryCall call = new UnaryCall(LIST, new byte[0], answer);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioDomainSocketChannel.class)
                .handler(call)
                .connect(UnixDomainSocketAddress.of(socket));
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                call.start(connecting.channel());
            } else {
                answer.completeExceptionally(connected.cause());
            }
        });
        try {
            return PodResourcesDecoder.decode(answer.get(LONGEST_CALL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new IOException(
                    "pod resources: socket=" + socket + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(
                    "pod resources: socket=" + socket + ": no answer in " + LONGEST_CALL_MILLIS + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("pod resources: interrupted", e);
        } finally {
            connecting.channel().close();
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
