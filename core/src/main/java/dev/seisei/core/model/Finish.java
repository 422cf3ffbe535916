package dev.seisei.core.model;

/** Why a text came to its end. */
public enum Finish {
  /** The model ended it, or a stop string was met. */
  STOP,
  /** It is as long as was asked for, or as the model can hold. */
  LENGTH
}
