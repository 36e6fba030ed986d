"""The Qt window over the services of app/."""
