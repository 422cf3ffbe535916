package dev.seisei.server.queue;

/** The server is stopping, and takes no more requests. */
public final class QueueClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  QueueClosedException() {
    super("the server is stopping");
  }
}
