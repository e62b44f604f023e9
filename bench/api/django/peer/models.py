from django.contrib.postgres.fields import ArrayField
from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Client(TenantMixin):
    name = models.CharField(max_length=100)
    # The schema is there already: the app's own migrations have made it.
    auto_create_schema = False


class Domain(DomainMixin):
    pass


class Contract(models.Model):
    """The very table that the app reads."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    title = models.TextField()
    client_name = models.TextField()
    client_email = models.TextField(null=True)
    client_phone = models.TextField(null=True)
    address = models.TextField(null=True)
    builder_name = models.TextField(null=True)
    job_name = models.TextField(null=True)
    job_number = models.TextField(null=True)
    lots = ArrayField(models.TextField())
    status = models.TextField()
    amount_cents = models.BigIntegerField()
    currency = models.TextField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    notes = models.TextField(null=True)
    status_changed_at = models.DateTimeField()
    version = models.IntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "contracts"


class ContractItem(models.Model):
    id = models.UUIDField(primary_key=True)
    contract = models.ForeignKey(Contract, models.DO_NOTHING, related_name="items")
    position = models.IntegerField()
    description = models.TextField()
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.TextField()
    unit_price_cents = models.BigIntegerField()
    total_cents = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "contract_items"
        ordering = ["position"]
