package dev.seisei.core.settings;

/** A setting, request or option that is not as it must be. */
public final class SettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * @param field the setting's name outside Java, such as {@code latent_dim}
   * @param message names field, value and the way out
   */
  public SettingException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** The setting's name outside Java; nested ones are joined by dots. */
  public String field() {
    return field;
  }
}
